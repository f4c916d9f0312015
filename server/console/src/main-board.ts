import "./page.css";
import "./liubu-panel.ts";
import { AlertList } from "./board/alert-list.ts";
import { AskAnswer } from "./board/ask-answer.ts";
import { BoardApp } from "./board/board-app.ts";
import { BoardBar } from "./board/board-bar.ts";
import { BoardList } from "./board/board-list.ts";
import { NoteBox } from "./board/note-box.ts";
import { ChatDesk } from "./chat-desk.ts";
import { FollowUpList } from "./board/follow-up-list.ts";

customElements.define("liubu-alert-list", AlertList);
customElements.define("liubu-ask-answer", AskAnswer);
customElements.define("liubu-board-bar", BoardBar);
customElements.define("liubu-board-list", BoardList);
customElements.define("liubu-follow-up-list", FollowUpList);
customElements.define("liubu-chat-desk", ChatDesk);
customElements.define("liubu-note-box", NoteBox);
customElements.define("liubu-board", BoardApp);
