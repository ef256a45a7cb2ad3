import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// File names carry no hash: the server answers with ETags, and a rebuild of the same source must give
// the same files under the same names.
export default defineConfig({
  base: "/static/",
  plugins: [svelte()],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: "app.js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
  server: { proxy: { "^/(?!static/|src/|@|node_modules/)": "http://127.0.0.1:8137" } },
  test: { include: ["src/**/*.test.ts"] },
});
