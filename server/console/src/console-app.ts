// The console page: holds the sockets, the list and the conversation looked at, and lets
// its parts and the panel talk to each other by events.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { ChatDesk } from "./chat-desk.ts";
import { apply, emptyConversation, finalsIn, type Conversation } from "./conversation.ts";
import type { DemoMenu } from "./demo-menu.ts";
import { DemoPlayer, type Demo } from "./demo-player.ts";
import { errorText, texts, type Lang } from "./i18n.ts";
import { storedLang, switchedLang } from "./lang.ts";
import type { LinkState } from "./link.ts";
import type { LiubuPanel } from "./panel/panel.ts";
import { newId, Source } from "./source.ts";
import { base, tokens } from "./theme.ts";
import { Viewer } from "./viewer.ts";
import {
  ALL,
  streamUrl,
  type ConversationInfo,
  type Lint,
  type Outbound,
  type ServerError,
} from "./wire.ts";

const SERVER = streamUrl(location.href);

export class ConsoleApp extends LitElement {
  @property({ reflect: true }) override lang: Lang = storedLang();
  @state() private link: LinkState = "connecting";
  @state() private rows: ReadonlyMap<string, ConversationInfo> = new Map();
  @state() private talk: Conversation | null = null;
  @state() private pending: ReadonlyMap<string, string> = new Map();
  /** Why the line sent last was not taken. */
  @state() private refused = "";
  /** The last answer to what the agent is writing. */
  @state() private lint: Lint | null = null;
  @state() private player: DemoPlayer | null = null;
  /** The customer window that the browser did not let open. */
  @state() private blocked = "";
  @query("liubu-chat-desk") private desk!: ChatDesk | null;
  @query("liubu-demo-menu") private menu!: DemoMenu;
  @query("liubu-panel") private panel!: LiubuPanel;

  private viewer: Viewer | null = null;
  private source: Source | null = null;

  static override styles = [
    tokens,
    base,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / clamp(208px, 19vw, 272px) minmax(0, 1fr) clamp(
            340px,
            31vw,
            440px
          );
        height: 100vh;
        background: var(--bg);
      }
      liubu-top-bar {
        grid-column: 1 / -1;
      }
      main {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
        border: solid var(--border);
        border-width: 0 1px;
      }
      main > :last-child {
        flex: 1;
      }
      .blocked {
        padding: 8px 16px;
        background: var(--warn-soft);
        font-size: 13px;
      }
      a {
        color: var(--accent);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.viewer = new Viewer(SERVER, {
      onMessage: (message) => this.receive(message),
      onState: (link) => (this.link = link),
    });
    this.source = new Source(SERVER, { onRefused: (id, error) => this.onRefused(id, error) });
    this.viewer.watch(ALL);
    window.addEventListener("hashchange", this.onHash);
    this.onHash();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.onHash);
    this.viewer?.stop();
    this.source?.stop();
  }

  override updated(): void {
    document.title = texts(this.lang).ui.title;
    document.documentElement.lang = this.lang === "zh" ? "zh-CN" : "en";
  }

  override render(): TemplateResult {
    return html`
      <liubu-top-bar
        .link=${this.link}
        lang=${this.lang}
        @demo=${() => this.menu.open()}
        @play-customer=${this.playCustomer}
        @language=${this.switchLanguage}
      ></liubu-top-bar>
      <liubu-conversation-list
        .conversations=${this.newestFirst()}
        .selected=${this.talk?.id ?? ""}
        lang=${this.lang}
        @choose=${(event: CustomEvent<string>) => this.select(event.detail)}
      ></liubu-conversation-list>
      <main>
        ${this.renderBars()} ${this.talk === null ? this.renderEmpty() : this.renderDesk(this.talk)}
      </main>
      <liubu-panel
        conversation=${this.talk?.id ?? ""}
        server=${SERVER}
        lang=${this.lang}
        @liubu-insert=${(event: CustomEvent<{ text: string }>) => this.desk?.insert(event.detail.text)}
      ></liubu-panel>
      <liubu-demo-menu
        lang=${this.lang}
        @demo=${(event: CustomEvent<Demo>) => this.startDemo(event.detail)}
      ></liubu-demo-menu>
    `;
  }

  private renderEmpty(): TemplateResult {
    return html`<liubu-empty-state
      ?listed=${this.rows.size > 0}
      lang=${this.lang}
      @demo=${() => this.menu.open()}
      @play-customer=${this.playCustomer}
    ></liubu-empty-state>`;
  }

  private renderDesk(talk: Conversation): TemplateResult {
    return html`<liubu-chat-desk
      .talk=${talk}
      .pending=${this.pendingHere(talk)}
      .notice=${this.noticeText()}
      .lint=${this.lint}
      lang=${this.lang}
      @send=${(event: CustomEvent<string>) => this.send(event.detail)}
      @draft=${(event: CustomEvent<{ id: string; text: string }>) => this.lookOver(talk, event.detail)}
      @dismiss-notice=${() => (this.refused = "")}
    ></liubu-chat-desk>`;
  }

  private renderBars(): TemplateResult {
    const words = texts(this.lang).ui;
    const blocked =
      this.blocked === ""
        ? nothing
        : html`<div class="blocked" role="status">
            ${words.popupBlocked}<a
              href=${this.blocked}
              target="_blank"
              @click=${() => (this.blocked = "")}
              >${words.popupOpen}</a
            >
          </div>`;
    return html`${this.player === null ? nothing : this.renderDemoBar(this.player)}${blocked}`;
  }

  private renderDemoBar(player: DemoPlayer): TemplateResult {
    const { title, title_en } = player.demo;
    return html`<liubu-demo-bar
      .title=${this.lang === "en" ? title_en || title : title}
      .state=${player.state}
      .speed=${player.speed}
      lang=${this.lang}
      @toggle=${() => player.toggle()}
      @stop=${() => player.finish()}
      @leave=${() => (this.player = null)}
      @speed=${(event: CustomEvent<number>) => player.setSpeed(event.detail)}
    ></liubu-demo-bar>`;
  }

  private newestFirst(): ConversationInfo[] {
    return [...this.rows.values()].sort((a, b) => b.updated_at - a.updated_at);
  }

  private noticeText(): string {
    if (this.refused === "") return "";
    return texts(this.lang).ui.notSent + errorText(this.lang, this.refused);
  }

  /** Lines sent into this conversation that have not come back as utterances yet. */
  private pendingHere(talk: Conversation): string[] {
    return [...this.pending].filter(([id]) => id.startsWith(`${talk.id} `)).map(([, text]) => text);
  }

  // --- what the server says ---

  private receive(message: Outbound): void {
    if (message.type === "conversation") this.addRow(message);
    if (message.type === "lint") this.lint = message;
    for (const said of finalsIn(message)) this.settle(`${said.conversation_id} ${said.event_id}`);
    if (this.talk !== null) this.talk = apply(this.talk, message);
  }

  private addRow(info: ConversationInfo): void {
    this.rows = new Map(this.rows).set(info.conversation_id, info);
  }

  private settle(key: string): string | undefined {
    const text = this.pending.get(key);
    if (text === undefined) return undefined;
    const left = new Map(this.pending);
    left.delete(key);
    this.pending = left;
    return text;
  }

  private onRefused(eventId: string, error: ServerError): void {
    const key = [...this.pending.keys()].find((one) => one.endsWith(` ${eventId}`)) ?? "";
    const text = this.settle(key);
    this.refused = error.code;
    if (text !== undefined && key.startsWith(`${this.talk?.id} `)) this.desk?.restore(text);
  }

  // --- what the agent does ---

  private readonly onHash = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id !== (this.talk?.id ?? "")) this.select(id);
  };

  private select(id: string): void {
    if (this.talk !== null) this.viewer?.unwatch(this.talk.id);
    this.talk = id === "" ? null : emptyConversation(id);
    // That a demo has ended is told with it, not with another conversation.
    if (this.player?.state === "done" && this.player.conversationId !== id) this.player = null;
    this.refused = "";
    if (id !== "") this.viewer?.watch(id);
    const hash = id === "" ? location.pathname + location.search : `#${encodeURIComponent(id)}`;
    history.replaceState(null, "", hash);
  }

  private lookOver(talk: Conversation, { id, text }: { id: string; text: string }): void {
    this.viewer?.draft({ conversation_id: talk.id, draft_id: id, text });
  }

  private send(text: string): void {
    if (this.talk === null || this.source === null) return;
    this.refused = "";
    const eventId = newId("say");
    this.pending = new Map(this.pending).set(`${this.talk.id} ${eventId}`, text);
    this.source.say(this.talk.id, "agent", text, eventId);
    this.panel.noteSent(text);
  }

  private startDemo(demo: Demo): void {
    this.player?.finish();
    const player: DemoPlayer = new DemoPlayer(demo, new Source(SERVER), () => this.requestUpdate());
    this.player = player;
    this.select(player.conversationId);
    void player.play();
  }

  private playCustomer(): void {
    const id = newId("play");
    const query = new URLSearchParams({ conversation: id, lang: this.lang });
    const url = new URL(`customer.html?${query}`, location.href).href;
    const opened = window.open(url, id, "popup,width=400,height=720");
    this.blocked = opened === null ? url : "";
    this.select(id);
  }

  private switchLanguage(): void {
    this.lang = switchedLang(this.lang);
  }
}
