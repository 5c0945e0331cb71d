import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { fillRegistries } from "./data/registries.ts";
import { NavigationProvider } from "./navigation.tsx";
import { asking, work } from "./work.ts";

window.preview = work;
fillRegistries();
// Canvases measure their texts when they draw: with a font that is still on its way they would measure another one.
const fonts = ["400 12px Inter", "500 12px Inter", "400 12px 'Roboto Mono'"].map((font) =>
  document.fonts.load(font),
);
void asking(Promise.all(fonts)).finally(() => {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no element #root");
  createRoot(root).render(
    <NavigationProvider>
      <App />
    </NavigationProvider>,
  );
});
