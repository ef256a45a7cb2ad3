/** Light, dark, or as the system says. */
export type Theme = "system" | "light" | "dark";

const KEY = "onrecord.theme";

class Appearance {
  theme = $state<Theme>((localStorage.getItem(KEY) as Theme | null) ?? "system");

  constructor() {
    this.#show();
  }

  set(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(KEY, theme);
    this.#show();
    dispatchEvent(new Event("themechange"));
  }

  #show(): void {
    if (this.theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
  }
}

export const appearance = new Appearance();
