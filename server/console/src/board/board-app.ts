// The supervisor's page: one socket for the list and the conversation looked at; the
// panel beside it has its own.
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { apply, emptyConversation, type Conversation } from "../conversation.ts";
import { fill, type Lang } from "../i18n.ts";
import { cross } from "../icons.ts";
import { storedLang, switchedLang } from "../lang.ts";
import type { LinkState } from "../link.ts";
import { newId } from "../source.ts";
import { base, tokens } from "../theme.ts";
import { Viewer } from "../viewer.ts";
import { ALL, streamUrl, type Alert, type Outbound } from "../wire.ts";
import { appStyles } from "./app-styles.ts";
import { askKey, type AnsweredAsk } from "./board-list.ts";
import { EMPTY, acknowledge, afresh, hold, shown, told, unsettled, type Board } from "./board.ts";
import { inTime, isLate } from "./calls.ts";
import { Errands } from "./errands.ts";
import { callKey } from "./follow-up-list.ts";
import { keyOf } from "./keys.ts";
import type { View } from "./views.ts";
import type { Walkable } from "./walking.ts";
import { boardWords, UNSENT } from "./words.ts";

const SERVER = streamUrl(location.href);

export class BoardApp extends LitElement {
  @property({ reflect: true }) override lang: Lang = storedLang();
  @state() private link: LinkState = "connecting";
  @state() private board: Board = EMPTY;
  @state() private view: View = "all";
  @state() private talk: Conversation | null = null;
  @query(".list") private list!: Walkable;
  private viewer: Viewer | null = null;
  private readonly errands = new Errands(() => this.requestUpdate());

  static override styles = [tokens, base, appStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.viewer = new Viewer(SERVER, {
      onMessage: (message) => this.receive(message),
      onState: (link) => this.onLink(link),
    });
    this.viewer.watch(ALL);
    window.addEventListener("hashchange", this.onHash);
    document.addEventListener("keydown", this.onKey);
    this.onHash();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.onHash);
    document.removeEventListener("keydown", this.onKey);
    this.viewer?.stop();
  }

  override updated(): void {
    const { length } = this.board.alerts;
    document.title = (length === 0 ? "" : `(${length}) `) + boardWords(this.lang).title;
    document.documentElement.lang = this.lang === "zh" ? "zh-CN" : "en";
  }

  override render(): TemplateResult {
    const { board } = this;
    return html`
      <liubu-board-bar
        .link=${this.link}
        .alerts=${board.alerts.length}
        lang=${this.lang}
        @language=${() => (this.lang = switchedLang(this.lang))}
      ></liubu-board-bar>
      <div class="side">
        ${this.view === "follow-ups" ? this.renderCalls() : this.renderRows(this.view)}
        <liubu-alert-list
          .alerts=${board.alerts}
          .rows=${board.rows}
          lang=${this.lang}
          @look=${(event: CustomEvent<Alert>) => this.look(event.detail)}
          @seen=${(event: CustomEvent<Alert>) => this.see(event.detail)}
        ></liubu-alert-list>
      </div>
      <main>
        ${board.problem === "" ? nothing : this.renderProblem()}
        ${this.talk === null ? this.renderNone() : this.renderTalk(this.talk)}
      </main>
    `;
  }

  private renderRows(view: View): TemplateResult {
    const { board } = this;
    const calls = inTime(board.calls);
    const late = calls.filter((call) => isLate(call, Date.now())).length;
    return html`<liubu-board-list
      class="list"
      .rows=${shown(board, view === "pressing")}
      .selected=${this.talk?.id ?? ""}
      .view=${view}
      .calls=${{ all: calls.length, late }}
      .unsettled=${board.held && unsettled(board)}
      .sending=${this.errands.sending}
      .refused=${this.errands.refused}
      lang=${this.lang}
      @choose=${(event: CustomEvent<string>) => this.select(event.detail)}
      @view=${(event: CustomEvent<View>) => this.turnTo(event.detail)}
      @hold=${(event: CustomEvent<boolean>) => (this.board = hold(this.board, event.detail))}
      @answer=${(event: CustomEvent<AnsweredAsk>) => this.answer(event.detail)}
    ></liubu-board-list>`;
  }

  private renderCalls(): TemplateResult {
    return html`<liubu-follow-up-list
      class="list"
      .tasks=${inTime(this.board.calls)}
      .selected=${this.talk?.id ?? ""}
      .sending=${this.errands.sending}
      .refused=${this.errands.refused}
      lang=${this.lang}
      @choose=${(event: CustomEvent<string>) => this.select(event.detail)}
      @view=${(event: CustomEvent<View>) => this.turnTo(event.detail)}
      @made=${(event: CustomEvent<string>) => this.made(event.detail)}
    ></liubu-follow-up-list>`;
  }

  /** The first mistake in a line; the others unfold. */
  private renderProblem(): TemplateResult {
    const words = boardWords(this.lang);
    const [first = "", ...others] = this.board.problem.split("\n").filter(Boolean);
    const sentence = words.problem + first;
    return html`<div class="problem" role="alert" data-testid="prompts-problem">
      ${
        others.length === 0
          ? html`<p class="clip" title=${sentence}>${sentence}</p>`
          : html`<details>
              <summary class="clip" title=${sentence}>
                ${sentence} <span class="muted">${fill(words.more, { n: others.length })}</span>
              </summary>
              ${others.map((other) => html`<p>${other}</p>`)}
            </details>`
      }
    </div>`;
  }

  private renderNone(): TemplateResult {
    return html`<p class="none muted">${boardWords(this.lang).pick}</p>`;
  }

  private renderTalk(talk: Conversation): TemplateResult {
    const { close } = boardWords(this.lang);
    const key = noteKey(talk.id);
    return html`<div class="talk">
      <liubu-chat-desk readonly .talk=${talk} lang=${this.lang}>
        <button
          slot="actions"
          type="button"
          class="close"
          data-testid="close"
          title="${close} Esc"
          aria-label=${close}
          @click=${() => this.leave()}
        >
          ${cross}
        </button>
        <liubu-note-box
          .notes=${talk.notes}
          ?busy=${this.errands.sending.has(key)}
          problem=${this.errands.refused.get(key) ?? ""}
          lang=${this.lang}
          @note=${(event: CustomEvent<string>) => this.note(talk.id, event.detail)}
        ></liubu-note-box>
      </liubu-chat-desk>
      <liubu-panel readonly conversation=${talk.id} server=${SERVER} lang=${this.lang}></liubu-panel>
    </div>`;
  }

  // --- what the server says ---

  private receive(message: Outbound): void {
    this.board = told(this.board, message);
    if (message.type === "ack" && message.ref !== null) this.errands.done(message.ref);
    if (message.type === "error" && message.ref !== null)
      this.errands.failed(message.ref, message.code);
    if (this.talk !== null) this.talk = apply(this.talk, message);
  }

  private onLink(link: LinkState): void {
    this.link = link;
    if (link === "open") this.board = afresh(this.board);
    else this.errands.allFailed(UNSENT);
  }

  // --- what the supervisor does ---

  private readonly onHash = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id !== (this.talk?.id ?? "")) this.select(id);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const key = keyOf(event, this.list);
    if (key === null) return;
    event.preventDefault();
    if (key === "leave") return this.leave();
    if (key === "row") return this.list.focusOn(rowOf(event) ?? this.talk?.id ?? "");
    this.list.step(key === "down" ? 1 : -1);
  };

  private select(id: string): void {
    if (id === (this.talk?.id ?? "")) return;
    if (this.talk !== null) this.viewer?.unwatch(this.talk.id);
    this.talk = id === "" ? null : emptyConversation(id);
    if (id !== "") this.viewer?.watch(id);
    const hash = id === "" ? location.pathname + location.search : `#${encodeURIComponent(id)}`;
    history.replaceState(null, "", hash);
  }

  private leave(): void {
    const id = this.talk?.id ?? "";
    this.select("");
    this.list.focusOn(id);
  }

  private look(alert: Alert): void {
    this.see(alert);
    this.select(alert.conversation_id);
  }

  private see(alert: Alert): void {
    this.board = acknowledge(this.board, alert);
    const { conversation_id, key } = alert;
    this.viewer?.send({ type: "seen", conversation_id, key });
  }

  /** Another list: nothing points at its rows yet. */
  private turnTo(view: View): void {
    this.view = view;
    this.board = hold(this.board, false);
  }

  /** The customer was called back. */
  private made(conversation: string): void {
    const ref = newId("call");
    const message = { type: "followed_up", ref, conversation_id: conversation } as const;
    const sent = this.viewer?.send(message) ?? false;
    this.errands.sent(callKey(conversation), ref, sent ? "" : UNSENT);
  }

  private answer({ conversation, ask, ...answer }: AnsweredAsk): void {
    const ref = newId("answer");
    const about = { ref, conversation_id: conversation, ask_id: ask };
    const sent = this.viewer?.send({ type: "answer", ...about, ...answer }) ?? false;
    this.errands.sent(askKey(conversation, ask), ref, sent ? "" : UNSENT);
  }

  private note(conversation: string, text: string): void {
    const ref = newId("note");
    const sent = this.viewer?.send({ type: "note", ref, conversation_id: conversation, text });
    this.errands.sent(noteKey(conversation), ref, sent ? "" : UNSENT);
  }
}

/** The conversation in whose row something was typed. */
function rowOf(event: KeyboardEvent): string | undefined {
  return event.composedPath().find((each) => each instanceof HTMLLIElement)?.dataset["id"];
}

/** No ask can be known by this: its id is not empty. */
function noteKey(conversation: string): string {
  return askKey(conversation, "");
}
