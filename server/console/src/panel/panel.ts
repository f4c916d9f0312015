// <liubu-panel>: everything an agent sees of one conversation, on its own socket. It
// knows the public protocol and its host page only by DOM events.
import { LitElement, html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import {
  apply,
  awaitsAdvice,
  customerReadings,
  emptyConversation,
  lastFaults,
  quotingAdvice,
  type Conversation,
} from "../conversation.ts";
import { name, texts } from "../i18n.ts";
import type { LinkState } from "../link.ts";
import { base, tokens } from "../theme.ts";
import { Viewer } from "../viewer.ts";
import { streamUrl, type Advice, type Outbound, type Outcome, type ServerError } from "../wire.ts";
import { ask, mark, wrapUp, type Aside, type Marking } from "./asides.ts";
import type { Asking } from "./ask-form.ts";
import { renderChips } from "./chips.ts";
import { copy } from "./clipboard.ts";
import { moodPoints } from "./mood-curve.ts";
import { adviceKey, Outcomes } from "./outcomes.ts";
import { panelStyles } from "./panel-styles.ts";
import { shortcutOf } from "./shortcuts.ts";
import type { Standing } from "./suggestion.ts";
import type { Wrapped } from "./wrap-up-form.ts";

/** Withdrawn advice fades this long, since new advice mostly follows at once. */
const FADE = 700;
/** Not every line is answered with advice; after this long none is expected any more. */
const PATIENCE = 5000;

export class LiubuPanel extends LitElement {
  @property() conversation = "";
  @property() server = "";
  @property({ reflect: true }) override lang = "zh";
  /** `light` or `dark` where the host page does not follow the system. */
  @property({ reflect: true }) theme = "";

  @state() private talk: Conversation = emptyConversation("");
  @state() private link: LinkState = "connecting";
  @state() private error = "";
  /** The advice last shown, kept while it fades. */
  @state() private fading: Advice | null = null;
  @state() private chosen = 0;
  @state() private outcome: Outcome | null = null;
  @state() private thumb: Outcome | null = null;
  @state() private dismissed: ReadonlySet<string> = new Set();
  /** The customer has just spoken and advice may come. */
  @state() private asking = false;

  private viewer: Viewer | null = null;
  private fadeTimer: ReturnType<typeof setTimeout> | undefined;
  private askTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly outcomes = new Outcomes((feedback) => this.viewer?.feedback(feedback));

  static override styles = [tokens, base, panelStyles];

  /** The host tells what the agent sent, so that edits of an inserted wording are learnt. */
  noteSent(text: string): void {
    this.outcomes.sent(text);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("visibilitychange", this.noteShown);
    if (this.hasUpdated) this.dial();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.noteShown);
    clearTimeout(this.fadeTimer);
    clearTimeout(this.askTimer);
    this.viewer?.stop();
    this.viewer = null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("conversation")) this.turnTo(this.conversation);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("server")) this.dial();
    else if (changed.has("conversation")) this.follow(changed.get("conversation"));
    this.noteShown();
  }

  private dial(): void {
    this.viewer?.stop();
    this.viewer = new Viewer(this.server || streamUrl(import.meta.url), {
      onMessage: (message) => this.receive(message),
      onState: (link) => this.onLink(link),
    });
    this.follow(undefined);
  }

  private follow(before: string | undefined): void {
    if (before) this.viewer?.unwatch(before);
    if (this.conversation) this.viewer?.watch(this.conversation);
  }

  private turnTo(id: string): void {
    this.talk = emptyConversation(id);
    this.error = "";
    this.fading = null;
    this.asking = false;
    this.outcomes.forgetInserted();
    this.startAdvice();
  }

  private startAdvice(): void {
    this.chosen = 0;
    this.outcome = null;
    this.thumb = null;
  }

  private receive(message: Outbound): void {
    if (message.type === "error") return this.onError(message);
    if (message.type === "utterance" && message.final) this.expect(message.role === "customer");
    const before = this.talk.advice;
    this.talk = apply(this.talk, message);
    const after = this.talk.advice;
    if (after?.advice_id === before?.advice_id) return;
    this.startAdvice();
    this.fade(after === null ? before : null);
  }

  private expect(asking: boolean): void {
    clearTimeout(this.askTimer);
    this.asking = asking;
    if (asking) this.askTimer = setTimeout(() => (this.asking = false), PATIENCE);
  }

  private fade(advice: Advice | null): void {
    clearTimeout(this.fadeTimer);
    this.fading = advice;
    if (advice !== null) this.fadeTimer = setTimeout(() => (this.fading = null), FADE);
  }

  private onError(error: ServerError): void {
    this.expect(false);
    // Feedback may cross a withdrawal on its way; the agent can do nothing about it.
    const late = error.code === "advice_unknown" && error.ref?.startsWith("feedback-");
    if (!late) this.error = error.code;
  }

  private onLink(link: LinkState): void {
    this.link = link;
    this.emit("liubu-connection", { state: link });
  }

  private readonly noteShown = (): void => {
    const advice = this.talk.advice;
    if (advice !== null && this.standing === "live" && !document.hidden)
      this.outcomes.shown(advice);
  };

  // --- what the agent does ---

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.talk.advice === null || this.standing !== "live") return;
    const shortcut = shortcutOf(event, this.talk.advice.wordings.length);
    if (shortcut === null) return;
    event.preventDefault();
    if (shortcut.wording !== undefined) this.chosen = shortcut.wording;
    this.act(shortcut.outcome);
  };

  private act(outcome: Outcome): void {
    const advice = quotingAdvice(this.talk);
    if (advice === null) return;
    const text = advice.wordings[this.chosen]?.text ?? "";
    const detail = { text, adviceId: advice.advice_id, wording: this.chosen };
    if (outcome === "inserted" || outcome === "copied") {
      if (text === "") return;
      this.outcome = outcome;
      this.emit(outcome === "inserted" ? "liubu-insert" : "liubu-copy", detail);
      if (outcome === "copied") void copy(text);
    } else if (outcome === "dismissed") {
      this.dismissed = new Set(this.dismissed).add(adviceKey(advice));
      this.emit("liubu-dismiss", { adviceId: advice.advice_id });
    } else {
      if (this.thumb === outcome) return;
      this.thumb = outcome;
    }
    this.outcomes.did(advice, outcome, this.chosen);
  }

  /** A sentence of a cue or a card: what is sent then is no edit of the advice. */
  private readonly say = ({ detail: text }: CustomEvent<string>): void => {
    this.outcomes.forgetInserted();
    this.emit("liubu-insert", { text, adviceId: null, wording: null });
  };

  private send(aside: Aside): void {
    if (!this.viewer?.send(aside)) this.error = "offline";
  }

  private emit(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  // --- what is shown ---

  private get standing(): Standing {
    const { talk } = this;
    if (talk.info?.open === false) return "ended";
    if (talk.advice !== null) {
      if (this.dismissed.has(adviceKey(talk.advice))) return "dismissed";
      return awaitsAdvice(talk) ? "stale" : "live";
    }
    if (this.fading !== null) return "stale";
    if (awaitsAdvice(talk)) return this.asking ? "thinking" : "quiet";
    return talk.withdrawn ? "withdrawn" : "none";
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const { talk } = this;
    const advice = quotingAdvice(talk) ?? this.fading;
    return html`<section aria-label=${words.panel}>
      <div class="track">
        <liubu-step-track
          .ledger=${talk.progress?.ledger ?? []}
          .now=${this.standing === "live" ? (talk.advice?.step ?? null) : null}
          lang=${this.lang}
        ></liubu-step-track>
      </div>
      <liubu-mood-curve
        .points=${moodPoints(talk)}
        .trend=${talk.progress?.trend ?? null}
        lang=${this.lang}
      ></liubu-mood-curve>
      ${renderChips(
        this.lang,
        customerReadings(talk).at(-1)?.intent?.key,
        talk.progress?.demands ?? [],
      )}
      <liubu-lines
        .alert=${talk.alert}
        .note=${talk.notes.at(-1) ?? null}
        .cue=${talk.info?.open === false ? null : talk.cue}
        lang=${this.lang}
        @say=${this.say}
      ></liubu-lines>
      <liubu-suggestion
        .advice=${advice}
        .standing=${this.standing}
        .chosen=${this.chosen}
        .outcome=${this.outcome}
        .thumb=${this.thumb}
        lang=${this.lang}
        @choose=${(event: CustomEvent<number>) => (this.chosen = event.detail)}
        @act=${(event: CustomEvent<Outcome>) => this.act(event.detail)}
        >${this.renderCards()}</liubu-suggestion
      >
      <liubu-status-bar
        .link=${this.link}
        .faults=${lastFaults(talk)}
        .error=${this.error}
        lang=${this.lang}
        @dismiss-error=${() => (this.error = "")}
      ></liubu-status-bar>
      <div class="unseen" aria-live="polite">${this.spoken()}</div>
    </section>`;
  }

  private renderCards(): TemplateResult {
    const { id, info, progress, knowledge, wrapUp: told } = this.talk;
    const open = info?.open ?? false;
    const thanked = progress?.ledger.some((e) => e.step === "thank" && e.status === "done");
    // No limit runs in a conversation that has ended.
    const cards = progress?.cards.filter((card) => open || card.kind !== "limits") ?? [];
    return html`<liubu-card-strip
      .conversation=${id}
      .cards=${cards}
      .knowledge=${knowledge}
      .wrapUp=${told}
      ?asking=${open}
      ?ending=${info !== null && (!open || thanked)}
      lang=${this.lang}
      @say=${this.say}
      @ask=${(event: CustomEvent<Asking>) => this.send(ask(id, event.detail))}
      @mark=${(event: CustomEvent<Marking>) => this.send(mark(id, event.detail))}
      @wrap-up=${(event: CustomEvent<Wrapped>) => this.send(wrapUp(id, event.detail))}
    ></liubu-card-strip>`;
  }

  private spoken(): string {
    const advice = this.talk.advice;
    if (advice === null || this.standing !== "live") return "";
    const step = name(this.lang, "steps", advice.step);
    return `${texts(this.lang).ui.nextStep} ${step}: ${advice.wordings[0]?.text ?? ""}`;
  }
}
