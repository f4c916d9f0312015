import "./page.css";
import "./liubu-panel.ts";
import { AgentInput } from "./agent-input.ts";
import { ChatDesk } from "./chat-desk.ts";
import { ConsoleApp } from "./console-app.ts";
import { ConversationList } from "./conversation-list.ts";
import { DemoBar } from "./demo-bar.ts";
import { DemoMenu } from "./demo-menu.ts";
import { EmptyState } from "./empty-state.ts";
import { TopBar } from "./top-bar.ts";

customElements.define("liubu-agent-input", AgentInput);
customElements.define("liubu-chat-desk", ChatDesk);
customElements.define("liubu-conversation-list", ConversationList);
customElements.define("liubu-demo-bar", DemoBar);
customElements.define("liubu-demo-menu", DemoMenu);
customElements.define("liubu-empty-state", EmptyState);
customElements.define("liubu-top-bar", TopBar);
customElements.define("liubu-console", ConsoleApp);
