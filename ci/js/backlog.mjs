// Runs the official Backlog client, unchanged, against the sandbox: what it writes it reads back and compares.
// Only the origin of its requests is rewritten, with the `fetch` that the client takes as an option.

import { createServer } from "node:http";
import { Backlog, OAuth2, Error as BacklogErrors } from "backlog-js";
import { equal, eventually, fail, holds, isCount, isTime, run } from "./check.mjs";

const sandbox = JSON.parse(process.env.SANDBOX).backlog;
const HOST = "example.backlog.com";

/** Method and path with query, as the client sent them. */
const sent = [];

function fetchFromSandbox(address, init) {
  const url = new URL(address);
  if (url.origin !== `https://${HOST}`) throw new Error(`not Backlog: ${url.origin}`);
  sent.push({ method: init.method, url: url.pathname + url.search, body: init.body, headers: init.headers });
  return fetch(new URL(url.pathname + url.search, sandbox.url), init);
}

function client(credentials) {
  return new Backlog({ host: HOST, fetch: fetchFromSandbox, timeout: 10_000, ...credentials });
}

/** Notes which methods of the client ran, so that none is forgotten. */
const ran = new Set();
const backlog = new Proxy(client({ apiKey: sandbox.api_key }), {
  get(target, name, receiver) {
    const value = Reflect.get(target, name, receiver);
    if (typeof value === "function") ran.add(name);
    return value;
  },
});

/** The call is refused with this status, and this code of the error body. */
async function refused(call, status, code, kind = "BacklogApiError") {
  const error = await call.then(
    (value) => fail(`answered ${JSON.stringify(value)}, wanted status ${status}`),
    (error) => error,
  );
  if (!(error instanceof BacklogErrors[kind])) throw error;
  equal(error.name, kind, "kind of error");
  equal(error.status, status, `status of ${error.url}`);
  if (code !== undefined) equal(error.body.errors[0].code, code, `code of ${error.url}`);
  return error;
}

const gone = (call) => refused(call, 404, 6);
const day = (date) => `${date}T00:00:00Z`;
const ids = (rows) => rows.map((row) => row.id);
const names = (rows) => rows.map((row) => row.name);
const lastBody = () => decodeURIComponent(sent.at(-1).body);

const bridge = { id: sandbox.user_id, name: "bridge" };
const operator = { id: sandbox.operator_id, name: "operator" };

let project;
/** The issue type, the categories and the versions that issues use. */
const part = {};
/** Custom fields by their name. */
const field = {};
let issue;
/** Deliveries that arrived here. */
const arrived = [];
const receiver = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(pieces).toString());
    arrived.push({ url: request.url, agent: request.headers["user-agent"], body });
    response.end();
  });
});

const tests = {
  async "space, users, fixed lists"() {
    holds(await backlog.getSpace(), { spaceKey: "sandbox", ownerId: bridge.id, textFormattingRule: "markdown" }, "space");
    const me = await backlog.getMyself();
    holds(me, { ...bridge, userId: "bridge", mailAddress: "bridge@example.com", roleType: 1 }, "myself");
    equal(await backlog.getUser(bridge.id), me, "user");
    holds(await backlog.getUsers(), [me, operator], "users");
    await gone(backlog.getUser(1));
    equal(ids(await backlog.getPriorities()), [2, 3, 4], "priorities");
    equal(ids(await backlog.getResolutions()), [0, 1, 2, 3, 4], "resolutions");
  },

  async "credentials: header, bearer, and both refusals"() {
    equal(sent.at(-1).headers["Backlog-API-Key"], sandbox.api_key, "the key is in the header");
    equal(sent.some(({ url }) => url.includes("apiKey")), false, "the key is in an address");
    holds(await client({ accessToken: sandbox.access_token }).getMyself(), bridge, "myself by token");
    await refused(client({ apiKey: "wrong" }).getMyself(), 401, 11, "BacklogAuthError");
    await refused(client({}).getMyself(), 401, 11, "BacklogAuthError");
    // No body to read: the client has no better name for it.
    const error = await refused(client({ accessToken: "wrong" }).getMyself(), 401, undefined, "UnexpectedError");
    equal(error.response.headers.get("www-authenticate").startsWith("Bearer "), true, "www-authenticate");
  },

  async "projects and their members"() {
    const written = { name: "監査 & <checks>", textFormattingRule: "backlog", chartEnabled: true, subtaskingEnabled: true };
    project = await backlog.postProject({ key: "JS", ...written });
    holds(project, { projectKey: "JS", archived: false, id: isCount, ...written }, "added project");
    equal(await backlog.getProject("JS"), project, "project by key");
    equal(await backlog.getProject(project.id), project, "project by id");
    equal(await backlog.getProjects(), [project], "projects");
    const changed = await backlog.patchProject("JS", { name: "JS client", useWiki: true });
    equal(changed, { ...project, name: "JS client", useWiki: true }, "changed project");
    equal(await backlog.getProject("JS"), changed, "changed project, read");

    const other = await backlog.postProject({ key: "GONE", name: "gone", chartEnabled: false, subtaskingEnabled: false });
    await refused(backlog.postProject({ key: "GONE", name: "again" }), 400, 7);
    await backlog.patchProject("GONE", { archived: true });
    equal(ids(await backlog.getProjects({ archived: true })), [other.id], "archived projects");
    equal(ids(await backlog.getProjects({ archived: false, all: true })), [project.id], "projects at work");
    holds(await backlog.deleteProject("GONE"), { id: other.id, archived: true }, "deleted project");
    await gone(backlog.getProject("GONE"));

    holds(await backlog.getProjectUsers("JS"), [bridge, operator], "members");
    holds(await backlog.deleteProjectUsers("JS", { userId: operator.id }), operator, "member taken out");
    equal(lastBody(), `userId=${operator.id}`, "a DELETE carries its parameter in the body");
    holds(await backlog.getProjectUsers("JS"), [bridge], "one member");
    holds(await backlog.postProjectUser("JS", operator.id), operator, "member added");
    holds(await backlog.getProjectUsers("JS"), [bridge, operator], "members again");
  },

  async "statuses"() {
    const fixed = await backlog.getProjectStatuses("JS");
    equal(ids(fixed), [1, 2, 3, 4], "fixed statuses");
    const written = { name: "確認待ち", color: "#3b9dbd" };
    const status = await backlog.postProjectStatus("JS", written);
    holds(status, { ...written, projectId: project.id, id: (id) => id > 4 }, "added status");
    equal(ids(await backlog.getProjectStatuses("JS")), [1, 2, 3, status.id, 4], "statuses");
    const changed = await backlog.patchProjectStatus("JS", status.id, { name: "Waiting", color: "#393939" });
    equal(changed, { ...status, name: "Waiting", color: "#393939" }, "changed status");
    const order = [1, status.id, 2, 3, 4];
    equal(ids(await backlog.patchProjectStatusOrder("JS", order)), order, "new order");
    equal(ids(await backlog.getProjectStatuses("JS")), order, "new order, read");
    await refused(backlog.patchProjectStatusOrder("JS", [4, 1, 2, 3, status.id]), 400, 7);
    const spare = await backlog.postProjectStatus("JS", { name: "Spare", color: "#f42858" });
    holds(await backlog.deleteProjectStatus("JS", spare.id, 1), { id: spare.id, name: "Spare" }, "deleted status");
    const last = await backlog.getProjectStatuses("JS");
    equal(ids(last), order, "statuses at the end");
    part.status = last[1];
  },

  async "issue types, categories, versions"() {
    const type = await backlog.postIssueType("JS", { name: "Alert", color: "#990000" });
    holds(type, { name: "Alert", color: "#990000", projectId: project.id }, "added issue type");
    part.type = await backlog.patchIssueType("JS", type.id, { name: "Finding", color: "#2779ca" });
    equal(part.type, { ...type, name: "Finding", color: "#2779ca" }, "changed issue type");
    const [task] = await backlog.getIssueTypes("JS");
    equal(await backlog.getIssueTypes("JS"), [task, part.type], "issue types");
    const spareType = await backlog.postIssueType("JS", { name: "Spare", color: "#e30000" });
    const substitute = { substituteIssueTypeId: task.id };
    equal(await backlog.deleteIssueType("JS", spareType.id, substitute), spareType, "deleted issue type");
    equal(await backlog.getIssueTypes("JS"), [task, part.type], "issue types at the end");
    part.task = task;

    const cloud = await backlog.postCategories("JS", { name: "cloud" });
    const host = await backlog.postCategories("JS", { name: "host" });
    holds([cloud, host], [{ name: "cloud" }, { name: "host" }], "added categories");
    const renamed = await backlog.patchCategories("JS", host.id, { name: "server" });
    equal(renamed, { ...host, name: "server" }, "changed category");
    equal(await backlog.getCategories("JS"), [cloud, renamed], "categories");
    const spare = await backlog.postCategories("JS", { name: "spare" });
    equal(await backlog.deleteCategories("JS", spare.id), spare, "deleted category");
    equal(await backlog.getCategories("JS"), [cloud, renamed], "categories at the end");
    part.categories = [cloud, renamed];

    const written = { name: "2027-01", description: "first", startDate: "2027-01-01", releaseDueDate: "2027-01-31" };
    const asRead = { ...written, startDate: day("2027-01-01"), releaseDueDate: day("2027-01-31") };
    const version = await backlog.postVersions("JS", written);
    holds(version, { ...asRead, archived: false, projectId: project.id }, "added version");
    const changed = await backlog.patchVersions("JS", version.id, { name: "2027-02", startDate: "", archived: true });
    equal(changed, { ...version, name: "2027-02", startDate: null, archived: true }, "changed version");
    const milestone = await backlog.postVersions("JS", { name: "soon" });
    holds(milestone, { description: null, startDate: null, releaseDueDate: null }, "bare version");
    equal(await backlog.getVersions("JS"), [changed, milestone], "versions");
    const spareVersion = await backlog.postVersions("JS", { name: "spare" });
    equal(await backlog.deleteVersions("JS", spareVersion.id), spareVersion, "deleted version");
    equal(await backlog.getVersions("JS"), [changed, milestone], "versions at the end");
    [part.version, part.milestone] = [changed, milestone];
  },

  async "custom fields of all kinds"() {
    const items = ["one", "two", "三"];
    const itemRows = items.map((name, at) => ({ id: at + 1, name, displayOrder: at }));
    const fixedDate = { id: 3, date: day("2027-03-01"), shift: null };
    const kinds = {
      text: [{ typeId: 1, description: "the alert" }, {}],
      area: [{ typeId: 2 }, {}],
      number: [{ typeId: 3, min: -1.5, max: 100, initialValue: 0.25, unit: "%" }, {}],
      date: [
        { typeId: 4, min: "2026-01-01", max: "2028-12-31", initialValueType: 3, initialDate: "2027-03-01" },
        { min: day("2026-01-01"), max: day("2028-12-31"), initialValueType: undefined, initialDate: fixedDate },
      ],
      single: [{ typeId: 5, items }, { items: itemRows }],
      multiple: [{ typeId: 6, items }, { items: itemRows }],
      check: [{ typeId: 7, items, allowInput: true }, { items: itemRows }],
      radio: [{ typeId: 8, items, allowInput: true, allowAddItem: true }, { items: itemRows }],
    };
    for (const [name, [written, differs]] of Object.entries(kinds)) {
      field[name] = await backlog.postCustomField("JS", { name, ...written });
      const wanted = { name, required: false, applicableIssueTypes: [], projectId: project.id, ...written, ...differs };
      holds(field[name], wanted, `added field ${name}`);
    }
    equal(await backlog.getCustomFields("JS"), Object.values(field), "fields");

    const change = { description: "識別子", applicableIssueTypes: [part.type.id], required: true };
    const changed = await backlog.patchCustomField("JS", field.text.id, change);
    equal(changed, { ...field.text, ...change, useIssueType: true }, "changed field");
    const limits = await backlog.patchCustomField("JS", field.number.id, { max: 10, unit: "pt" });
    equal(limits, { ...field.number, max: 10, unit: "pt" }, "changed number");
    Object.assign(field, { text: changed, number: limits });

    const { id } = field.single;
    const more = await backlog.postCustomFieldItem("JS", id, { name: "four" });
    equal(more.items, [...itemRows, { id: 4, name: "four", displayOrder: 3 }], "added item");
    const renamed = await backlog.patchCustomFieldItem("JS", id, 4, { name: "five" });
    equal(names(renamed.items), [...items, "five"], "changed item");
    equal(await backlog.deleteCustomFieldItem("JS", id, 4), field.single, "deleted item");
    await refused(backlog.postCustomFieldItem("JS", field.area.id, { name: "x" }), 400, 7);

    const spare = await backlog.postCustomField("JS", { typeId: 1, name: "spare" });
    equal(await backlog.deleteCustomField("JS", spare.id), spare, "deleted field");
    equal(await backlog.getCustomFields("JS"), Object.values(field), "fields at the end");
  },

  async "an issue with everything"() {
    const key = (name, rest = "") => `customField_${field[name].id}${rest}`;
    const written = {
      summary: "公開バケット a+b & c=d; 100%",
      description: "line 1\nline 2 \u{1F512} [x](y)",
      startDate: "2027-01-02",
      dueDate: "2027-01-03",
      estimatedHours: 1.25,
      actualHours: 0.5,
    };
    const values = {
      [key("text")]: "orca-123",
      [key("area")]: "a\nb",
      [key("number")]: 7.25,
      [key("date")]: "2026-12-31",
      [key("single")]: 2,
      [key("multiple")]: [1, 3],
      [key("check")]: [2],
      [key("check", "_otherValue")]: "by hand",
      [key("radio")]: 3,
      [key("radio", "_otherValue")]: "else",
    };
    const params = {
      projectId: project.id,
      issueTypeId: part.type.id,
      priorityId: 2,
      assigneeId: operator.id,
      categoryId: ids(part.categories),
      versionId: [part.version.id],
      milestoneId: [part.milestone.id],
      notifiedUserId: [operator.id],
      ...written,
      ...values,
    };
    issue = await backlog.postIssue(params);
    const body = lastBody();
    for (const name of [key("multiple", "[0]=1"), key("multiple", "[1]=3"), "categoryId[]="]) {
      equal(body.includes(name), true, `the client sent ${name}`);
    }
    const item = (id) => ({ id, name: ["one", "two", "三"][id - 1] });
    const { id: typeId } = part.type;
    holds(
      issue,
      {
        ...written,
        issueKey: "JS-1",
        keyId: 1,
        projectId: project.id,
        startDate: day(written.startDate),
        dueDate: day(written.dueDate),
        issueType: { id: typeId, name: "Finding" },
        priority: { id: 2, name: "High" },
        status: { id: 1, name: "Open" },
        resolution: null,
        assignee: operator,
        category: part.categories,
        versions: [part.version],
        milestone: [part.milestone],
        parentIssueId: null,
        createdUser: bridge,
        created: isTime,
        updatedUser: null,
        updated: isTime,
        customFields: [
          { id: field.text.id, fieldTypeId: 1, name: "text", value: "orca-123" },
          { id: field.area.id, fieldTypeId: 2, value: "a\nb" },
          { id: field.number.id, fieldTypeId: 3, value: 7.25 },
          { id: field.date.id, fieldTypeId: 4, value: day("2026-12-31") },
          { id: field.single.id, fieldTypeId: 5, value: item(2) },
          { id: field.multiple.id, fieldTypeId: 6, value: [item(1), item(3)] },
          { id: field.check.id, fieldTypeId: 7, value: [item(2)], otherValue: "by hand" },
          { id: field.radio.id, fieldTypeId: 8, value: item(3), otherValue: "else" },
        ],
      },
      "added issue",
    );
    equal(await backlog.getIssue("JS-1"), issue, "issue by key");
    equal(await backlog.getIssue(issue.id), issue, "issue by id");
    equal(await backlog.getIssues({ projectId: [project.id] }), [issue], "issues");

    const { [key("text")]: _, ...incomplete } = params;
    await refused(backlog.postIssue(incomplete), 400, 7);
    await refused(backlog.postIssue({ ...params, [key("number")]: 10.5 }), 400, 7);
    await refused(backlog.postIssue({ ...params, unknown: 1 }), 400, 7);
    equal(await backlog.getIssuesCount({}), { count: 1 }, "a refused issue leaves no trace");
  },

  async "the list and its filters"() {
    const required = { projectId: project.id, issueTypeId: part.task.id, priorityId: 4 };
    const child = await backlog.postIssue({ ...required, summary: "child", parentIssueId: issue.id });
    equal(child.parentIssueId, issue.id, "parent");
    const plain = await backlog.postIssue({ ...required, summary: "plain" });
    const key = (name, rest = "") => `customField_${field[name].id}${rest}`;
    const found = async (filter, wanted) => {
      const what = JSON.stringify(filter);
      equal(ids(await backlog.getIssues({ order: "asc", ...filter })), ids(wanted), `issues of ${what}`);
      equal(await backlog.getIssuesCount(filter), { count: wanted.length }, `count of ${what}`);
    };
    await found({}, [issue, child, plain]);
    await found({ id: [issue.id, plain.id] }, [issue, plain]);
    await found({ issueTypeId: [part.task.id], parentIssueId: [issue.id] }, [child]);
    await found({ categoryId: [part.categories[1].id], versionId: [part.version.id] }, [issue]);
    await found({ milestoneId: [part.milestone.id], statusId: [1], priorityId: [2] }, [issue]);
    await found({ assigneeId: [operator.id], createdUserId: [bridge.id] }, [issue]);
    await found({ resolutionId: [0] }, []);
    await found({ parentChild: 4 }, [issue]);
    await found({ keyword: "公開バケット" }, [issue]);
    await found({ dueDateSince: "2027-01-03", dueDateUntil: "2027-01-03" }, [issue]);
    await found({ startDateSince: "2027-01-03" }, []);
    await found({ hasDueDate: false, attachment: false }, [child, plain]);
    await found({ [key("text")]: "orca-12" }, [issue]);
    await found({ [key("number", "_min")]: 7, [key("number", "_max")]: 7.5 }, [issue]);
    await found({ [key("number", "_min")]: 7.5 }, []);
    await found({ [key("date", "_max")]: "2026-12-31" }, [issue]);
    await found({ [key("single")]: [1, 2] }, [issue]);
    equal(decodeURIComponent(sent.at(-1).url).includes(key("single", "[0]=1")), true, "the client sends indices");
    await found({ [key("multiple")]: [3], [key("check")]: [2], [key("radio")]: [3] }, [issue]);
    await found({ [key("radio")]: [1] }, []);
    // As a tool on top of the client names it.
    await found({ [key("single", "[]")]: [2] }, [issue]);
    equal(decodeURIComponent(sent.at(-1).url).includes(key("single", "[][0]=2")), true, "brackets and indices");
    equal(ids(await backlog.getIssues({ sort: "summary", order: "desc", offset: 1, count: 1 })), [plain.id], "one page");
    const [expanded] = await backlog.getIssues({ id: [issue.id], expand: ["childIssueSummary"] });
    equal(expanded, { ...issue, childIssueSummary: { total: 1, closed: 0 } }, "expanded issue");
    equal(await backlog.getIssue("JS-1", { expand: ["childIssueSummary"] }), expanded, "expanded issue, alone");

    equal(await backlog.deleteIssue(plain.issueKey), plain, "deleted issue");
    await gone(backlog.getIssue(plain.issueKey));
    await found({}, [issue, child]);
  },

  async "changing an issue"() {
    const key = (name, rest = "") => `customField_${field[name].id}${rest}`;
    const change = { summary: "closed", statusId: 4, resolutionId: 0, comment: "done\nwith it" };
    let changed = await backlog.patchIssue("JS-1", change);
    holds(changed, { ...issue, summary: "closed", updatedUser: bridge, updated: isTime, status: { id: 4 }, resolution: { id: 0 } }, "closed");
    equal(await backlog.getIssue("JS-1"), changed, "closed, read");
    const error = await refused(backlog.patchIssue("JS-1", { statusId: 4 }), 400, 7);
    equal(error.body.errors[0].message, "Please change the status or post a comment.", "no change");

    changed = await backlog.patchIssue("JS-1", { statusId: part.status.id, resolutionId: "" });
    holds(changed, { status: part.status, resolution: null }, "custom status, resolution cleared");
    changed = await backlog.patchIssue("JS-1", {
      description: "",
      assigneeId: "",
      startDate: null,
      dueDate: "",
      estimatedHours: "",
      actualHours: "",
      categoryId: [""],
      versionId: [""],
      milestoneId: [ids([part.version])[0]],
      [key("area")]: "",
      [key("number")]: 0.0001,
      [key("date")]: "",
      [key("single")]: "",
      [key("multiple")]: [2],
      [key("check")]: [],
      [key("check", "_otherValue")]: "",
      [key("radio")]: 1,
    });
    equal(lastBody().includes(`${key("check")}=`), false, "an empty list is not sent at all");
    holds(
      changed,
      {
        description: "",
        assignee: null,
        startDate: null,
        dueDate: null,
        estimatedHours: null,
        actualHours: null,
        category: [],
        versions: [],
        milestone: [part.version],
        customFields: [
          { value: "orca-123" },
          { value: null },
          { value: 0.0001 },
          { value: null },
          { value: null },
          { value: [{ id: 2 }] },
          { value: [{ id: 2 }], otherValue: null },
          { value: { id: 1 }, otherValue: "else" },
        ],
      },
      "cleared and changed",
    );
    equal(await backlog.getIssue("JS-1"), changed, "cleared and changed, read");
    await refused(backlog.patchIssue("JS-1", { [key("text")]: "" }), 400, 7);
    await refused(backlog.patchIssue("JS-1", { statusId: 99 }), 400, 7);
    equal(await backlog.getIssue("JS-1"), changed, "a refused change leaves no trace");
  },

  async "comments and their change logs"() {
    const logs = await backlog.getIssueComments("JS-1", { order: "asc" });
    holds(
      logs[0],
      {
        content: "done\nwith it",
        issueId: issue.id,
        projectId: project.id,
        createdUser: bridge,
        changeLog: (log) =>
          log.some((row) => row.field === "status" && row.originalValue === "Open" && row.newValue === "Closed") &&
          log.some((row) => row.field === "summary" && row.newValue === "closed"),
      },
      "comment of the close",
    );
    const custom = logs[2].changeLog.find((row) => row.field === "number");
    holds(custom, { originalValue: "7.25", newValue: "0.0001", attributeInfo: { id: field.number.id } }, "change of a field");

    const content = "見た & ok?\n> quote";
    const comment = await backlog.postIssueComments("JS-1", { content, notifiedUserId: [operator.id] });
    holds(comment, { content, changeLog: [], createdUser: bridge, notifications: [{ user: operator }] }, "added comment");
    equal(await backlog.getIssueComment("JS-1", comment.id), comment, "comment");
    equal(await backlog.getIssueCommentsCount("JS-1"), { count: logs.length + 1 }, "count of comments");
    equal(await backlog.getIssueComments("JS-1", { order: "asc" }), [...logs, comment], "comments");
    const newest = await backlog.getIssueComments("JS-1", { count: 1 });
    equal(newest, [comment], "newest comment");
    const later = await backlog.getIssueComments("JS-1", { minId: logs.at(-1).id, order: "asc" });
    equal(later, [logs.at(-1), comment], "comments since one");
    const changed = await backlog.patchIssueComment("JS-1", comment.id, { content: "changed" });
    equal({ ...changed, updated: comment.updated }, { ...comment, content: "changed" }, "changed comment");
    equal(await backlog.getIssueComment("JS-1", comment.id), changed, "changed comment, read");
    equal(await backlog.deleteIssueComment("JS-1", comment.id), changed, "deleted comment");
    await gone(backlog.getIssueComment("JS-1", comment.id));
    await refused(backlog.postIssueComments("JS-1", { content: "" }), 400, 7);
    equal(await backlog.getIssueComments("JS-1", { order: "asc" }), logs, "comments at the end");
  },

  async "activities"() {
    const all = await backlog.getProjectActivities("JS", { count: 100, order: "asc" });
    equal(all.map((row) => row.type), [1, 1, 1, 4, 2, 2, 2, 3], "types");
    holds(all[0], { content: { id: issue.id, key_id: 1, summary: issue.summary }, project: { projectKey: "JS" } }, "first");
    const closing = all[4].content.changes.find((change) => change.field === "status");
    equal(closing, { field: "status", old_value: "1", new_value: "4", type: "standard" }, "status change");
    const created = await backlog.getSpaceActivities({ activityTypeId: [1, 4], order: "asc" });
    equal(ids(created), ids(all.slice(0, 4)), "activities of two types");
  },

  async "webhooks, and one delivery"() {
    await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const hookUrl = `http://127.0.0.1:${receiver.address().port}/hook?token=a%2Bb`;
    const written = { name: "bridge", description: "閉じる", hookUrl, allEvent: false, activityTypeIds: [1, 2, 14] };
    const hook = await backlog.postWebhook("JS", written);
    holds(hook, { ...written, createdUser: bridge, created: isTime, updated: isTime }, "added webhook");
    equal(await backlog.getWebhook("JS", hook.id), hook, "webhook");
    equal(await backlog.getWebhooks("JS"), [hook], "webhooks");
    const changed = await backlog.patchWebhook("JS", hook.id, { name: "all", allEvent: true });
    equal({ ...changed, updated: hook.updated }, { ...hook, name: "all", allEvent: true, activityTypeIds: [] }, "changed");
    equal(await backlog.getWebhook("JS", hook.id), changed, "changed webhook, read");
    const narrow = await backlog.patchWebhook("JS", hook.id, { allEvent: false, activityTypeIds: [2] });
    holds(narrow, { allEvent: false, activityTypeIds: [2] }, "narrow webhook");

    await backlog.postIssueComments("JS-1", { content: "no event of type 2" });
    await backlog.patchIssue("JS-1", { statusId: 4, comment: "closed again" });
    const { url, agent, body } = await eventually("webhook", () => arrived[0]);
    equal([url, agent], ["/hook?token=a%2Bb", "Backlog Webhook"], "address and agent");
    holds(
      body,
      {
        type: 2,
        project: { projectKey: "JS" },
        createdUser: { id: bridge.id },
        content: {
          key_id: 1,
          status: { id: 4 },
          comment: { content: "closed again" },
          changes: [{ field: "status", old_value: String(part.status.id), new_value: "4" }],
        },
      },
      "delivery",
    );
    const value = body.content.customFields.find((row) => row.id === field.text.id);
    equal(value, { id: field.text.id, field: "text", value: "orca-123" }, "custom field in the delivery");

    holds(await backlog.deleteWebhook("JS", hook.id), { id: hook.id }, "deleted webhook");
    equal(await backlog.getWebhooks("JS"), [], "webhooks at the end");
    await gone(backlog.getWebhook("JS", hook.id));
    await backlog.patchIssue("JS-1", { statusId: 1 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    equal(arrived.length, 1, "deliveries");
  },

  async "what is not modelled answers 501"() {
    const calls = {
      getSpaceIcon: [],
      getSpaceNotification: [],
      putSpaceNotification: [{ content: "x" }],
      getSpaceDiskUsage: [],
      getLicence: [],
      postUser: [{ userId: "x", password: "x", name: "x", mailAddress: "x@example.com", roleType: 2 }],
      patchUser: [operator.id, { name: "x" }],
      deleteUser: [operator.id],
      getUserIcon: [bridge.id],
      getUserActivities: [bridge.id, {}],
      getUserStars: [bridge.id, {}],
      getUserStarsCount: [bridge.id, {}],
      getRecentlyViewedIssues: [{}],
      getRecentlyViewedProjects: [{}],
      getRecentlyViewedWikis: [{}],
      getProjectIcon: ["JS"],
      postProjectAdministrators: ["JS", { userId: operator.id }],
      getProjectAdministrators: ["JS"],
      deleteProjectAdministrators: ["JS", { userId: operator.id }],
      getSharedFiles: ["JS", "", {}],
      getSharedFile: ["JS", 1],
      getProjectsDiskUsage: ["JS"],
      getIssueCommentNotifications: ["JS-1", 1],
      postIssueCommentNotifications: ["JS-1", 1, { notifiedUserId: [operator.id] }],
      getIssueAttachments: ["JS-1"],
      getIssueAttachment: ["JS-1", 1],
      deleteIssueAttachment: ["JS-1", "1"],
      getIssueParticipants: ["JS-1"],
      getIssueSharedFiles: ["JS-1"],
      linkIssueSharedFiles: ["JS-1", { fileId: [1] }],
      unlinkIssueSharedFile: ["JS-1", 1],
      getRelatedIssues: ["JS-1"],
      addRelatedIssue: ["JS-1", { targetIssueId: 1 }],
      removeRelatedIssue: ["JS-1", 1],
      getWikis: [{ projectIdOrKey: "JS" }],
      getWikisCount: ["JS"],
      getWikisTags: ["JS"],
      postWiki: [{ projectId: project.id, name: "x", content: "x" }],
      getWiki: [1],
      patchWiki: [1, { name: "x" }],
      deleteWiki: [1, false],
      getWikisAttachments: [1],
      postWikisAttachments: [1, [1]],
      getWikiAttachment: [1, 1],
      deleteWikisAttachments: [1, 1],
      getWikisSharedFiles: [1],
      linkWikisSharedFiles: [1, [1]],
      unlinkWikisSharedFiles: [1, 1],
      getWikisHistory: [1, {}],
      getWikisStars: [1],
      getDocuments: [{ offset: 0 }],
      getDocumentTree: ["JS"],
      getDocument: ["x"],
      downloadDocumentAttachment: ["x", 1],
      addDocument: [{ projectId: project.id, title: "x" }],
      deleteDocument: ["x"],
      postStar: [{ issueId: issue.id }],
      removeStar: [1],
      getNotifications: [{}],
      getNotificationsCount: [{}],
      resetNotificationsMarkAsRead: [],
      markAsReadNotification: [1],
      getGitRepositories: ["JS"],
      getGitRepository: ["JS", "app"],
      getPullRequests: ["JS", "app", {}],
      getPullRequestsCount: ["JS", "app", {}],
      postPullRequest: ["JS", "app", { summary: "x", description: "x", base: "main", branch: "x" }],
      getPullRequest: ["JS", "app", 1],
      patchPullRequest: ["JS", "app", 1, { summary: "x" }],
      getPullRequestComments: ["JS", "app", 1, {}],
      postPullRequestComments: ["JS", "app", 1, { content: "x" }],
      getPullRequestCommentsCount: ["JS", "app", 1],
      patchPullRequestComments: ["JS", "app", 1, 1, { content: "x" }],
      getPullRequestAttachments: ["JS", "app", 1],
      getPullRequestAttachment: ["JS", "app", 1, 1],
      deletePullRequestAttachment: ["JS", "app", 1, 1],
      getWatchingListItems: [bridge.id, {}],
      getWatchingListCount: [bridge.id, {}],
      getWatchingListItem: [1],
      postWatchingListItem: [{ issueIdOrKey: "JS-1", note: "x" }],
      patchWatchingListItem: [1, "x"],
      deletehWatchingListItem: [1],
      resetWatchingListItemAsRead: [1],
      getTeams: [{}],
      postTeam: [{ name: "x" }],
      getTeam: [1],
      patchTeam: [1, { name: "x" }],
      deleteTeam: [1],
      getTeamIcon: [1],
      getProjectTeams: ["JS"],
      postProjectTeam: ["JS", 1],
      deleteProjectTeam: ["JS", 1],
    };
    const upload = new FormData();
    upload.append("file", new Blob(["x"], { type: "text/plain" }), "x.txt");
    calls.postSpaceAttachment = [upload];
    for (const [name, args] of Object.entries(calls)) {
      const error = await refused(backlog[name](...args), 501);
      const { method, url } = sent.at(-1);
      const message = `The sandbox does not model ${method} ${url.split("?")[0]}.`;
      equal(error.body, { sandbox: "not modelled", message }, name);
    }
    const oauth = new OAuth2({ clientId: "x", clientSecret: "x" }, 10_000, fetchFromSandbox);
    const options = { host: HOST, code: "x", redirectUri: "https://example.com/", refreshToken: "x" };
    await refused(oauth.getAccessToken(options), 501);
    await refused(oauth.refreshAccessToken(options), 501);
  },

  async "rate limit: read, counted, passed"() {
    const before = (await backlog.getRateLimit()).rateLimit;
    holds(before, { read: { limit: 600 }, update: { limit: 150 }, search: { limit: 150 }, icon: { limit: 60 } }, "limits");
    await backlog.patchIssue("JS-1", { comment: "one update" });
    await backlog.getIssuesCount({});
    const after = (await backlog.getRateLimit()).rateLimit;
    const left = (limits) => [limits.update.remaining, limits.search.remaining, limits.icon.remaining];
    const [update, search, icon] = left(before);
    equal(left(after), [update - 1, search - 1, icon], "what is left");
    equal(after.read.remaining, before.read.remaining - 1, "the call itself is a read");
    for (let n = search - 1; n > 0; n -= 1) await backlog.getIssuesCount({});
    const { response } = await refused(backlog.getIssuesCount({}), 429, 13);
    const headers = ["limit", "remaining", "reset"].map((name) => response.headers.get(`x-ratelimit-${name}`));
    equal(headers, ["150", "0", String(after.search.reset)], "headers of the refusal");
    equal((await backlog.getMyself()).id, bridge.id, "reads go on");
  },

  async "every method of the client ran"() {
    const helpers = ["constructor", "download", "upload", "parseFileData"];
    const all = Object.getOwnPropertyNames(Backlog.prototype).filter((name) => !helpers.includes(name));
    equal(all.filter((name) => !ran.has(name)), [], "methods that did not run");
  },
};

await run("backlog-js", tests, () => receiver.close());
