import "./styles/tokens.css";
import "./styles/base.css";

import { mount } from "svelte";

import App from "./App.svelte";
import { later } from "./lib/later";
import { router } from "./lib/router.svelte";

// While the fonts come; who waits for it says so where it fails.
later(router.place.view)?.catch(() => undefined);
// Words that are set twice, in a system's font and then in ours, move what stands below them.
const FONTS_MS = 300;
const fonts = ["Source Sans 3", "Source Serif 4"].map((name) => document.fonts.load(`1rem "${name}"`));
const late = new Promise((resolve) => setTimeout(resolve, FONTS_MS));
void Promise.race([Promise.allSettled(fonts), late]).then(() => {
  mount(App, { target: document.getElementById("app")! });
});
