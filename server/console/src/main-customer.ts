import "./page.css";
import { CustomerChat } from "./customer-chat.ts";

customElements.define("liubu-customer", CustomerChat);
