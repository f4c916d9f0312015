// <liubu-panel>: everything an agent sees of one conversation, on its own socket. It
// knows the public protocol and its host page only by DOM events.
import { LitElement, html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import {
  apply,
  emptyConversation,
  lastFaults,
  quotingAdvice,
  type Conversation,
} from "../conversation.ts";
import { texts } from "../i18n.ts";
import type { LinkState } from "../link.ts";
import { base, tokens } from "../theme.ts";
import { Viewer } from "../viewer.ts";
import { streamUrl, type Advice, type Outbound, type Outcome, type ServerError } from "../wire.ts";
import { ask, mark, wrapUp, type Aside, type Marking } from "./asides.ts";
import type { Asking } from "./ask-form.ts";
import { Brief } from "./brief.ts";
import { renderChips } from "./chips.ts";
import { copy } from "./clipboard.ts";
import { moodPoints } from "./mood-curve.ts";
import { adviceKey, Outcomes } from "./outcomes.ts";
import { panelStyles } from "./panel-styles.ts";
import { REF, Rewriter, reworded } from "./rewriter.ts";
import { shortcutOf } from "./shortcuts.ts";
import { spoken } from "./spoken.ts";
import { cardsOf, isEnding, standingOf } from "./standing.ts";
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

  /** For somebody who looks on: what is the agent's to do is not there. */
  @property({ type: Boolean }) readonly = false;

  @state() private talk: Conversation = emptyConversation("");
  @state() private link: LinkState = "connecting";
  @state() private error = "";
  @state() private chosen = 0;
  @state() private outcome: Outcome | null = null;
  @state() private thumb: Outcome | null = null;
  @state() private dismissed: ReadonlySet<string> = new Set();

  private viewer: Viewer | null = null;
  private readonly onTurn = (): void => this.requestUpdate();
  /** The advice last shown, kept while it fades. */
  private readonly fading = new Brief<Advice | null>(null, FADE, this.onTurn);
  /** The customer has just spoken and advice may come. */
  private readonly asking = new Brief(false, PATIENCE, this.onTurn);
  private readonly outcomes = new Outcomes((feedback) => {
    if (!this.readonly) this.viewer?.feedback(feedback);
  });
  private readonly rewriter = new Rewriter((m) => this.viewer?.send(m) ?? false, this.onTurn);

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
    this.fading.stop();
    this.asking.stop();
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
      onTones: (tones) => this.rewriter.can(tones),
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
    this.fading.set(null);
    this.asking.set(false);
    this.outcomes.forgetInserted();
    this.startAdvice();
  }

  private startAdvice(): void {
    this.chosen = 0;
    this.outcome = null;
    this.thumb = null;
    this.rewriter.drop();
  }

  private receive(message: Outbound): void {
    if (message.type === "error") return this.onError(message);
    if (message.type === "rewritten") return this.rewriter.receive(message);
    if (message.type === "utterance" && message.final) this.asking.set(message.role === "customer");
    const before = this.talk.advice;
    this.talk = apply(this.talk, message);
    const after = this.talk.advice;
    if (after?.advice_id === before?.advice_id) return;
    this.startAdvice();
    this.fading.set(after === null ? before : null);
  }

  private onError(error: ServerError): void {
    if (error.ref === REF) return this.rewriter.fail(error.code);
    this.asking.set(false);
    // Feedback may cross a withdrawal on its way; the agent can do nothing about it.
    if (error.code === "advice_unknown" && error.ref?.startsWith("feedback-")) return;
    this.error = error.code;
  }

  private onLink(link: LinkState): void {
    this.link = link;
    if (link !== "open") this.rewriter.fail("offline");
    this.emit("liubu-connection", { state: link });
  }

  private readonly noteShown = (): void => {
    const advice = this.talk.advice;
    if (advice !== null && this.standing === "live" && !document.hidden)
      this.outcomes.shown(advice);
  };

  // --- what the agent does ---

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.readonly || this.talk.advice === null || this.standing !== "live") return;
    const shortcut = shortcutOf(event, this.talk.advice.wordings.length);
    if (shortcut === null) return;
    event.preventDefault();
    if (shortcut.wording !== undefined) this.choose(shortcut.wording);
    this.act(shortcut.outcome);
  };

  private act(outcome: Outcome): void {
    const advice = quotingAdvice(this.talk);
    if (advice === null) return;
    const rewriting = this.rewriter.now;
    const { text } = reworded(advice.wordings[this.chosen], rewriting);
    const detail = { text, adviceId: advice.advice_id, wording: this.chosen };
    if (outcome === "inserted" || outcome === "copied") {
      if (text === "" || rewriting?.state === "coming") return;
      if (rewriting?.state === "asked") this.rewriter.drop();
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

  private choose(wording: number): void {
    if (wording !== this.chosen) this.rewriter.drop();
    this.chosen = wording;
  }

  private rewrite(): void {
    const { advice } = this.talk;
    if (advice !== null && this.standing === "live") this.rewriter.ask(advice, this.chosen);
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
    const { dismissed, fading, asking } = this;
    return standingOf(this.talk, { dismissed, fading: fading.value, asking: asking.value });
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const { talk } = this;
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
      ${renderChips(this.lang, talk)}
      <liubu-lines
        .alert=${talk.alert}
        .note=${talk.notes.at(-1) ?? null}
        .cue=${talk.info?.open === false ? null : talk.cue}
        ?readonly=${this.readonly}
        lang=${this.lang}
        @say=${this.say}
      ></liubu-lines>
      <liubu-suggestion
        .advice=${quotingAdvice(talk) ?? this.fading.value}
        .standing=${this.standing}
        .chosen=${this.chosen}
        .outcome=${this.outcome}
        .thumb=${this.thumb}
        .rewriting=${this.rewriter.now}
        ?rewritable=${this.rewriter.tones.length > 0}
        ?readonly=${this.readonly}
        lang=${this.lang}
        @choose=${(event: CustomEvent<number>) => this.choose(event.detail)}
        @rewrite=${() => this.rewrite()}
        @restore=${() => this.rewriter.drop()}
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
      <div class="unseen" aria-live="polite">${spoken(this.lang, talk, this.standing)}</div>
    </section>`;
  }

  private renderCards(): TemplateResult {
    const { id, info, knowledge, wrapUp: told } = this.talk;
    const open = info?.open ?? false;
    return html`<liubu-card-strip
      .conversation=${id}
      .cards=${cardsOf(this.talk)}
      .knowledge=${knowledge}
      .wrapUp=${told}
      ?asking=${open && !this.readonly}
      ?ending=${isEnding(this.talk) && !this.readonly}
      ?wrapped=${info?.wrapped ?? false}
      ?readonly=${this.readonly}
      lang=${this.lang}
      @say=${this.say}
      @ask=${(event: CustomEvent<Asking>) => this.send(ask(id, event.detail))}
      @mark=${(event: CustomEvent<Marking>) => this.send(mark(id, event.detail))}
      @wrap-up=${(event: CustomEvent<Wrapped>) => this.send(wrapUp(id, event.detail))}
    ></liubu-card-strip>`;
  }
}
