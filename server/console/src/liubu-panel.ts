// The entry that a chat desk loads: defines <liubu-panel> and the parts it is made of.
//
//   <script type="module" src="http://HOST/liubu-panel.js"></script>
//   <liubu-panel conversation="ID" lang="zh"></liubu-panel>
//
//   panel.addEventListener("liubu-insert", (e) => input.insert(e.detail.text));
//   panel.noteSent(text)  // whenever the agent has sent something
//
// Loaded twice (two builds on one page), the first definition stands.
import { AskForm } from "./panel/ask-form.ts";
import { CardStrip } from "./panel/card-strip.ts";
import { Lines } from "./panel/lines.ts";
import { MoodCurve } from "./panel/mood-curve.ts";
import { LiubuPanel } from "./panel/panel.ts";
import { StatusBar } from "./panel/status-bar.ts";
import { StepTrack } from "./panel/step-track.ts";
import { Suggestion } from "./panel/suggestion.ts";
import { WrapUpForm } from "./panel/wrap-up-form.ts";

const ELEMENTS: Record<string, CustomElementConstructor> = {
  "liubu-step-track": StepTrack,
  "liubu-mood-curve": MoodCurve,
  "liubu-suggestion": Suggestion,
  "liubu-lines": Lines,
  "liubu-ask-form": AskForm,
  "liubu-wrap-up": WrapUpForm,
  "liubu-card-strip": CardStrip,
  "liubu-status-bar": StatusBar,
  "liubu-panel": LiubuPanel,
};

for (const [tag, element] of Object.entries(ELEMENTS)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

export { LiubuPanel };
