// Two builds into one folder: the pages, and the panel as one self-contained file whose
// name never changes, so that a chat desk's <script src> outlives every release.
import { defineConfig, type UserConfig } from "vite";

const pages: UserConfig = {
  build: { rollupOptions: { input: ["index.html", "customer.html", "board.html"] } },
};

const panel: UserConfig = {
  publicDir: false,
  build: {
    emptyOutDir: false,
    lib: {
      entry: "src/liubu-panel.ts",
      formats: ["es"],
      fileName: () => "liubu-panel.js",
    },
  },
};

export default defineConfig(({ mode }) => ({
  base: "./",
  server: { proxy: { "/v1": { target: "http://127.0.0.1:8000", ws: true } } },
  ...(mode === "panel" ? panel : pages),
}));
