// Asks this instance once a second what it knows of the fleet and of itself.
const INTERVAL = 1000, GONE_STAYS = 60_000, CHANGES = 50;
const element = id => document.getElementById(id);
const fleet = new Map(); // what each row shows, by the instance's id
let known = false; // the first list is no change
let own = {};

const time = at => new Date(at).toLocaleTimeString();

function show(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text; // else it would be read out again
}

function tell(text) {
  const line = document.createElement("li");
  const when = document.createElement("time");
  when.textContent = time(Date.now());
  line.append(when, text);
  element("changes").prepend(line);
  while (element("changes").children.length > CHANGES) element("changes").lastChild.remove();
}

function showProof(kind, text) {
  const proof = element("proof");
  if (proof.className && proof.className !== kind) tell(kind === "live" ? "etcd proves the list again" : text);
  proof.className = kind;
  document.body.classList.toggle("doubtful", kind !== "live");
  show("proof", text);
}

function newRow(instance) {
  const row = element("row").content.firstElementChild.cloneNode(true);
  const link = row.querySelector("a");
  if (/^https?:/.test(instance.uri)) link.href = instance.uri + location.pathname;
  link.textContent = instance.uri.replace(/^\w+:\/\//, "");
  row.querySelector("small").textContent = instance.server;
  element("instances").append(row);
  return row;
}

// Its key has its address, and this page its port.
function isThis(instance) {
  const { hostname, port } = new URL(instance.uri);
  return port === location.port && (own.keys ?? []).some(key => key.includes(`/${hostname}/`));
}

function showInstance(shown, state) {
  const { instance, row } = shown;
  row.className = state;
  const texts = [instance.zone, instance.version, state, shown.changed ? `${shown.what} ${time(shown.changed)}` : ""];
  texts.forEach((text, i) => { row.cells[i + 1].firstElementChild.textContent = text || "–"; });
  row.cells[3].firstElementChild.className = `state ${state}`;
  row.querySelector(".tag").hidden = !isThis(instance);
}

function change(shown, what) {
  shown.what = what;
  shown.changed = Date.now();
  tell(`${shown.instance.uri} ${what}`);
}

function showFleet(answer) {
  show("service", answer.service);
  const now = new Map(answer.instances.map(instance => [instance.id, instance]));
  for (const [id, instance] of now) {
    let shown = fleet.get(id);
    if (!shown) {
      fleet.set(id, shown = { instance, row: newRow(instance) });
      if (known) change(shown, "came");
    } else if (shown.gone) {
      shown.gone = false;
      change(shown, "came back");
    } else if (JSON.stringify(shown.instance) !== JSON.stringify(instance)) {
      const what = shown.instance.suspect === instance.suspect ? "changed"
        : instance.suspect ? "is suspect: etcd has lost it" : "is proved again";
      shown.instance = instance;
      change(shown, what);
    }
    shown.instance = instance;
    showInstance(shown, instance.suspect ? "SUSPECT" : "REGISTERED");
  }
  for (const [id, shown] of fleet) {
    if (now.has(id)) continue;
    if (!shown.gone) {
      shown.gone = true;
      change(shown, "went");
      showInstance(shown, "GONE");
    } else if (Date.now() - shown.changed > GONE_STAYS) {
      shown.row.remove();
      fleet.delete(id);
    }
  }
  known ||= now.size > 0;
  show("count", String(now.size));
  document.title = `${now.size} of ${answer.service}`;
  if (!answer.staleSince) showProof("live", "live");
  else if (known) showProof("stale", `etcd does not answer: the list is as of ${time(answer.staleSince)}`);
  else showProof("", "etcd has not answered yet");
}

function showOwn(now) {
  if (own.state && own.state !== now.state) tell(`this instance is ${now.state}`);
  own = now;
  element("state").className = `state ${now.state}`;
  show("state", now.state);
  show("keys", now.keys.join(", "));
  show("lease", now.lease);
  show("remaining", now.remainingMillis > 0 ? `${(now.remainingMillis / 1000).toFixed(1)} s` : "");
  show("since", new Date(now.since).toLocaleString());
  show("problem", now.problem);
  const { state } = now;
  const can = { pause: !["PAUSED", "OFF", "STOPPED"].includes(state), resume: state === "PAUSED",
                deregister: !["OFF", "STOPPED"].includes(state), register: ["OFF", "FAILED"].includes(state) };
  // Not "disabled", which would take the focus away from whoever has just pressed it.
  for (const [id, possible] of Object.entries(can)) element(id).setAttribute("aria-disabled", String(!possible));
}

async function ask(path, method = "GET") {
  const answer = await fetch(`api/${path}`, { method, cache: "no-store", signal: AbortSignal.timeout(3000) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

async function poll() {
  try {
    const [registration, list] = await Promise.all([ask("registration"), ask("fleet")]);
    showOwn(registration);
    showFleet(list);
  } catch {
    showProof("silent", "this instance does not answer");
  }
  setTimeout(poll, INTERVAL);
}

for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    try {
      showOwn(await ask(`registration/${button.id}`, "PUT"));
    } catch (problem) {
      tell(`${button.textContent} failed: ${problem.message}`);
    }
  });
}
poll();
