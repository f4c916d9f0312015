// Vite turns these imports into links to style sheets.
declare module "*.css";
