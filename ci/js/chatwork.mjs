// Runs the official Chatwork MCP server, unchanged, against the sandbox: what its tools write, others of them read.
// A preload (`preload.mjs`) rewrites the origin of its requests, nothing else.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { equal, fail, holds, isCount, run } from "./check.mjs";

const sandbox = JSON.parse(process.env.SANDBOX).chatwork;
const API = "https://api.chatwork.com/v2";

/** One MCP server and its standard streams: JSON-RPC, a message per line. */
class Mcp {
  constructor(token) {
    const main = createRequire(import.meta.url).resolve("@chatwork/mcp-server/dist/index.js");
    const preload = new URL("preload.mjs", import.meta.url).href;
    const env = { ...process.env, CHATWORK_API_TOKEN: token, SANDBOX_CHATWORK: sandbox.url };
    this.child = spawn(process.execPath, ["--import", preload, main], { env, stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = new Map();
    this.called = new Set();
    this.last = 0;
    this.child.on("exit", () => this.waiting.forEach(({ reject }) => reject(new Error("the MCP server ended"))));
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      const { id, result, error } = JSON.parse(line);
      const { resolve, reject } = this.waiting.get(id) ?? {};
      this.waiting.delete(id);
      if (error) reject?.(new Error(`${error.code}: ${error.message}`));
      else resolve?.(result);
    });
  }

  send(message) {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  ask(method, params) {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }

  async start() {
    const clientInfo = { name: "comparison", version: "1" };
    const hello = await this.ask("initialize", { protocolVersion: "2024-11-05", capabilities: {}, clientInfo });
    this.send({ method: "notifications/initialized" });
    return hello;
  }

  async call(name, args) {
    this.called.add(name);
    return this.ask("tools/call", { name, arguments: args });
  }

  /** A call that works; the answer's JSON, or `undefined` when it has no body. */
  async tool(name, args) {
    const { isError, content } = await this.call(name, args);
    const [{ text }, { resource }] = content;
    if (isError) fail(`${name}: ${text} ${resource.text}`);
    equal(resource.uri.startsWith(`${API}/`), true, `${name} calls ${resource.uri}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** A call that is refused; the answer's body. */
  async refused(status, name, args) {
    const { isError, content } = await this.call(name, args);
    equal([isError, content[0].text], [true, `Error: status code ${status}`], name);
    return { uri: content[1].resource.uri, body: JSON.parse(content[1].resource.text) };
  }
}

const mine = new Mcp(sandbox.token);
const theirs = new Mcp(sandbox.colleague.token);
const [me, colleague] = [sandbox.account_id, sandbox.colleague.account_id];
const accounts = { me: { account_id: me, name: "sandbox" }, colleague: { account_id: colleague, name: "colleague" } };
const isMessageId = (value) => typeof value === "string" && /^[1-9]\d*$/.test(value);

let room;

const tests = {
  async "it starts and names its tools"() {
    holds(await mine.start(), { serverInfo: { name: "Chatwork" } }, "first answer");
    await theirs.start();
    equal((await mine.ask("tools/list", {})).tools.length, 31, "tools");
  },

  async "the account"() {
    holds(await mine.tool("get_me"), { ...accounts.me, room_id: isCount, mail: "" }, "me");
    const status = { unread_room_num: 0, mention_room_num: 0, mytask_room_num: 0, unread_num: 0, mention_num: 0, mytask_num: 0 };
    equal(await mine.tool("get_my_status"), status, "status");
    equal(await mine.tool("list_my_tasks", { query: {} }), undefined, "no tasks: no body");
    const stranger = new Mcp("wrong");
    await stranger.start();
    equal((await stranger.refused(401, "get_me")).body, { errors: ["Invalid API token"] }, "wrong token");
    stranger.child.kill();
  },

  async "rooms and members"() {
    const written = { name: "監視 & 対応 [1]", description: "line 1\nline 2 + 100%", icon_preset: "security" };
    const members = { members_admin_ids: String(me), members_member_ids: String(colleague) };
    const made = await mine.tool("create_room", { body: { ...written, ...members } });
    room = made.room_id;
    const { icon_preset: icon, ...texts } = written;
    const isIcon = (path) => path.includes(icon);
    const detail = await mine.tool("get_room", { path: { room_id: room } });
    holds(detail, { room_id: room, ...texts, type: "group", role: "admin", icon_path: isIcon, message_num: 0 }, "room");
    const theirDetail = await theirs.tool("get_room", { path: { room_id: room } });
    holds(theirDetail, { room_id: room, role: "member" }, "room, seen by a member");
    const { description: _, ...listed } = detail;
    const rooms = await mine.tool("list_rooms");
    equal(rooms.find((row) => row.room_id === room), listed, "room in the list");
    const list = await mine.tool("list_room_members", { path: { room_id: room } });
    holds(list, [{ ...accounts.me, role: "admin" }, { ...accounts.colleague, role: "member" }], "members");

    const alone = { name: "alone", members_admin_ids: String(me), members_readonly_ids: String(colleague) };
    const other = (await mine.tool("create_room", { body: alone })).room_id;
    const roles = (await mine.tool("list_room_members", { path: { room_id: other } })).map((row) => row.role);
    equal(roles, ["admin", "readonly"], "roles");
    await theirs.refused(403, "post_room_message", { path: { room_id: other }, body: { body: "x" } });
    await mine.refused(403, "get_room", { path: { room_id: 1 } });
    await mine.refused(400, "create_room", { body: { name: "x", members_admin_ids: "1" } });
  },

  async "a room is changed, its members are replaced, it is left and deleted"() {
    const body = { name: "changing", members_admin_ids: String(me), members_member_ids: String(colleague) };
    const path = { room_id: (await mine.tool("create_room", { body })).room_id };
    const update = { name: "変更 & 2", description: "x\ny", icon_preset: "star" };
    equal(await mine.tool("update_room", { path, body: update }), path, "answer to the change");
    holds(await mine.tool("get_room", { path }), { name: update.name, description: update.description }, "changed room");
    await theirs.refused(403, "update_room", { path, body: update });

    const members = { members_admin_ids: String(me), members_readonly_ids: String(colleague) };
    const replaced = await mine.tool("update_room_members", { path, body: members });
    equal(replaced, { admin: [me], member: [], readonly: [colleague] }, "members by role");
    const list = await mine.tool("list_room_members", { path });
    equal(list.map((row) => row.role), ["admin", "readonly"], "roles");
    await mine.refused(400, "update_room_members", { path, body: { members_admin_ids: "1" } });

    const end = (action_type) => ({ path, body: { action_type } });
    equal(await theirs.tool("delete_or_leave_room", end("leave")), undefined, "left: no body");
    await theirs.refused(403, "get_room", { path });
    equal((await mine.tool("list_room_members", { path })).length, 1, "members left");
    equal(await mine.tool("delete_or_leave_room", end("delete")), undefined, "deleted: no body");
    await mine.refused(403, "get_room", { path });
  },

  async "invitation links"() {
    const path = { room_id: room };
    equal(await mine.tool("get_room_link", { path }), { public: false }, "no link");
    const body = { code: "soc_2026-1", need_acceptance: 0, description: "当番 & 100%" };
    const made = await mine.tool("create_room_link", { path, body });
    const shown = { public: true, need_acceptance: false, description: body.description };
    holds(made, { ...shown, url: (url) => url.endsWith("/soc_2026-1") }, "link");
    equal(await theirs.tool("get_room_link", { path }), made, "link, seen by a member");
    await mine.refused(400, "create_room_link", { path, body });
    await theirs.refused(403, "update_room_link", { path, body });
    const changed = await mine.tool("update_room_link", { path, body: { ...body, code: "soc-2", need_acceptance: 1 } });
    holds(changed, { ...shown, need_acceptance: true, url: (url) => url.endsWith("/soc-2") }, "changed link");
    equal(await mine.tool("delete_room_link", { path }), { public: false }, "answer to the removal");
    equal(await mine.tool("get_room_link", { path }), { public: false }, "no link again");
  },

  async "contacts and requests, also where the paths differ from the reference"() {
    const [first, second] = sandbox.requests;
    const stranger = { account_id: sandbox.stranger.account_id, name: "stranger" };
    equal(await mine.tool("list_contacts"), undefined, "no contacts: no body");
    const requests = await mine.tool("list_incoming_requests");
    const wanted = { ...stranger, message: "please add me & reply" };
    holds(requests, [{ ...wanted, request_id: first }, { ...wanted, request_id: second }], "requests");
    const contact = await mine.tool("accept_incoming_request", { path: { request_id: first } });
    holds(contact, { ...stranger, room_id: isCount, request_id: (id) => id === undefined }, "contact");
    equal(await mine.tool("list_contacts"), [contact], "contacts");
    equal(await mine.tool("reject_incoming_request", { path: { request_id: second } }), undefined, "rejected: no body");
    equal(await mine.tool("list_incoming_requests"), undefined, "no requests");
    const { uri } = await mine.refused(404, "accept_incoming_request", { path: { request_id: first } });
    equal(new URL(uri).pathname, `/v2/incoming_requests/${first}/accept`, "the path that the reference does not have");
  },

  async "messages: post, read, change, delete"() {
    const path = { room_id: room };
    equal(await theirs.tool("list_room_messages", { path, query: {} }), undefined, "no messages: no body");
    const body = `[To:${colleague}] 確認 & a=b; 100% + \u{1F512}\n[info][title]T[/title]x[/info]`;
    const { message_id: id } = await mine.tool("post_room_message", { path, body: { body } });
    equal(isMessageId(id), true, `message id ${id}`);
    const message = await mine.tool("get_room_message", { path: { room_id: room, message_id: id } });
    holds(message, { message_id: id, account: accounts.me, body, send_time: isCount, update_time: 0 }, "message");
    equal(await theirs.tool("list_room_messages", { path, query: {} }), [message], "messages");
    equal(await theirs.tool("list_room_messages", { path, query: { force: 0 } }), undefined, "nothing new");
    equal(await theirs.tool("list_room_messages", { path, query: { force: 1 } }), [message], "all messages");

    const update = { path: { room_id: room, message_id: id }, body: { body: "changed" } };
    equal(await mine.tool("update_room_message", update), { message_id: id }, "answer to the change");
    await theirs.refused(403, "update_room_message", update);
    const changed = await mine.tool("get_room_message", { path: { room_id: room, message_id: id } });
    holds(changed, { ...message, body: "changed", update_time: isCount }, "changed message");
    await mine.refused(400, "post_room_message", { path, body: { body: "" } });
    await mine.refused(404, "get_room_message", { path: { room_id: room, message_id: "1" } });

    const gone = { path: { room_id: room, message_id: id } };
    equal(await mine.tool("delete_room_message", gone), { message_id: id }, "answer to the removal");
    holds(await mine.tool("get_room_message", gone), { message_id: id, body: "[deleted]" }, "removed message");
    await mine.refused(404, "update_room_message", update);
  },

  async "what is read and unread"() {
    const path = { room_id: room };
    const post = async (body, self_unread) =>
      (await mine.tool("post_room_message", { path, body: { body, self_unread } })).message_id;
    const first = await post(`[To:${colleague}] one`, 1);
    const second = await post("two", 0);
    holds(await mine.tool("get_my_status"), { unread_num: 1, unread_room_num: 1, mention_num: 0 }, "own unread");
    holds(await theirs.tool("get_my_status"), { unread_num: 2, mention_num: 1, mention_room_num: 1 }, "their unread");
    const read = (message_id) => theirs.tool("read_room_messages", { path, body: { message_id } });
    equal(await read(first), { unread_num: 1, mention_num: 0 }, "read up to the first");
    equal(await read(undefined), { unread_num: 0, mention_num: 0 }, "read all");
    await theirs.refused(400, "read_room_messages", { path, body: {} });
    const unread = { path, body: { message_id: second } };
    equal(await theirs.tool("unread_room_message", unread), { unread_num: 1, mention_num: 0 }, "unread again");
    await theirs.refused(400, "unread_room_message", unread);
    holds(await theirs.tool("get_room", { path }), { unread_num: 1, mention_num: 0 }, "unread in the room");
    equal(await mine.tool("read_room_messages", { path, body: {} }), { unread_num: 0, mention_num: 0 }, "own read");
  },

  async "tasks"() {
    const path = { room_id: room };
    const body = "直す sg-0a & 100%\nnow";
    const limit = 1_893_456_000;
    const task = { body, to_ids: `${me},${colleague}`, limit, limit_type: "date" };
    const { task_ids: made } = await mine.tool("create_room_task", { path, body: task });
    equal(made.length, 2, "tasks made");
    const one = await mine.tool("get_room_task", { path: { room_id: room, task_id: made[0] } });
    const wanted = { body, limit_time: limit, limit_type: "date", status: "open", assigned_by_account: accounts.me };
    holds(one, { task_id: made[0], account: accounts.me, message_id: isMessageId, ...wanted }, "task");
    const two = await theirs.tool("get_room_task", { path: { room_id: room, task_id: made[1] } });
    holds(two, { task_id: made[1], account: accounts.colleague, ...wanted }, "second task");
    equal(await mine.tool("list_room_tasks", { path, query: {} }), [one, two], "tasks");
    equal(await mine.tool("list_room_tasks", { path, query: { account_id: colleague } }), [two], "tasks of one");
    const none = { assigned_by_account_id: colleague };
    equal(await mine.tool("list_room_tasks", { path, query: none }), undefined, "tasks by the other");
    const [own] = await mine.tool("list_my_tasks", { query: { assigned_by_account_id: me, status: "open" } });
    holds(own, { task_id: made[0], room: { room_id: room }, ...wanted }, "own task");

    const done = { path: { room_id: room, task_id: made[0] }, body: { body: "done" } };
    equal(await mine.tool("update_room_task_status", done), { task_id: made[0] }, "answer to done");
    const read = await mine.tool("get_room_task", { path: done.path });
    equal(read, { ...one, status: "done" }, "done task");
    equal(await mine.tool("list_room_tasks", { path, query: { status: "done" } }), [read], "done tasks");
    equal(await mine.tool("list_my_tasks", { query: {} }), undefined, "no open task");
    await mine.tool("update_room_task_status", { path: done.path, body: { body: "open" } });
    equal(await mine.tool("get_room_task", { path: done.path }), one, "open again");

    // Without a limit the client still sends `limit_type=time`.
    const bare = { body: "no limit", to_ids: String(colleague) };
    const [id] = (await mine.tool("create_room_task", { path, body: bare })).task_ids;
    const unlimited = await mine.tool("get_room_task", { path: { room_id: room, task_id: id } });
    holds(unlimited, { body: "no limit", limit_time: 0, limit_type: "none" }, "task without a limit");
    await mine.refused(400, "create_room_task", { path, body: { body: "x", to_ids: "1" } });
    await mine.refused(404, "get_room_task", { path: { room_id: room, task_id: 1 } });
  },

  async "files"() {
    const path = { room_id: room };
    equal(await mine.tool("list_room_files", { path, query: { account_id: me } }), undefined, "no files: no body");
    // The client has no tool for this: Node's own form is used.
    const form = new FormData();
    form.append("message", "見て [info]x[/info]");
    form.append("file", new Blob(["line 1\r\n\u0000--x\r\n"], { type: "text/plain" }), '画面 "1".txt');
    const headers = { "x-chatworktoken": sandbox.token };
    const answer = await fetch(`${sandbox.url}/v2/rooms/${room}/files`, { method: "POST", headers, body: form });
    const { file_id } = await answer.json();
    const file = await mine.tool("get_room_file", { path: { room_id: room, file_id }, query: { create_download_url: 0 } });
    const wanted = { file_id, account: accounts.me, message_id: isMessageId, filename: '画面 "1".txt', filesize: 14 };
    holds(file, { ...wanted, upload_time: isCount, download_url: (url) => url === undefined }, "file");
    equal(await theirs.tool("list_room_files", { path, query: { account_id: me } }), [file], "files");
    // The client takes the filter and does not send it.
    equal(await mine.tool("list_room_files", { path, query: { account_id: colleague } }), [file], "files of all");
    const shown = { path: { room_id: room, file_id }, query: { create_download_url: 1 } };
    const { download_url } = await theirs.tool("get_room_file", shown);
    equal(await (await fetch(download_url)).text(), "line 1\r\n\u0000--x\r\n", "content");
    equal((await fetch(download_url, { headers })).status, 400, "with a token");
    await mine.refused(404, "get_room_file", { path: { room_id: room, file_id: 1 }, query: {} });
  },

  async "ten posts in ten seconds, and a long list of rooms"() {
    const body = { name: "busy", members_admin_ids: String(me) };
    const path = { room_id: (await mine.tool("create_room", { body })).room_id };
    for (let n = 1; n <= 10; n += 1) await mine.tool("post_room_message", { path, body: { body: `message ${n}` } });
    const over = await mine.refused(429, "post_room_message", { path, body: { body: "message 11" } });
    equal(over.body, { errors: ["Rate limit for message posting per room exceeded."] }, "the eleventh");
    const task = { path, body: { body: "x", to_ids: String(me) } };
    await mine.refused(429, "create_room_task", task);
    const rows = await mine.tool("list_room_messages", { path, query: { force: 1 } });
    const bodies = Array.from({ length: 10 }, (_, at) => `message ${at + 1}`);
    equal(rows.map((row) => row.body), bodies, "messages");

    for (let n = 0; n < 10; n += 1) await mine.tool("create_room", { body: { ...body, name: `room ${n}` } });
    const short = await mine.tool("list_rooms");
    holds(short.at(-1), { room_id: isCount, name: "room 9", type: "group" }, "last room");
    equal(Object.keys(short[0]), ["room_id", "name", "type"], "the client shortens a long list");
  },

  async "every tool ran"() {
    const names = (await mine.ask("tools/list", {})).tools.map((tool) => tool.name);
    equal(names.filter((name) => !mine.called.has(name) && !theirs.called.has(name)), [], "tools that did not run");
  },
};

await run("chatwork mcp-server", tests, () => [mine, theirs].forEach(({ child }) => child.kill()));
