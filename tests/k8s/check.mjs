// Renders every overlay of deploy/k8s and checks it: each object against its Kubernetes type, unknown fields included (the TypeScript compiler, with the types of
// the package kubernetes-models), and the whole against what deploy/k8s/README.md promises. Prints every fault; the exit code says whether there were any.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = process.argv[2] ?? join(dirname(tests), "deploy/k8s");
const faults = [];
const [typed, untyped] = [[], new Set()];

const overlays = readdirSync(join(folder, "overlays"));
for (const overlay of overlays) {
  const objects = render(overlay);
  for (const object of objects) {
    if (hasType(object)) typed.push({ overlay, object });
    else untyped.add(`${object.apiVersion} ${object.kind}`);
  }
  promises(overlay, objects);
}
types();
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${overlays.length} overlays, ${typed.length} objects are what Kubernetes knows; no types at hand for ${[...untyped].sort().join(", ")}`);

function render(overlay) {
  const text = execFileSync("kubectl", ["kustomize", join(folder, "overlays", overlay)], { encoding: "utf8", maxBuffer: 1 << 26 });
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  for (const error of documents.flatMap(d => d.errors)) faults.push(`${overlay}: ${error.message}`);
  return documents.map(d => d.toJS()).filter(Boolean);
}

function moduleOf({ apiVersion, kind }) {
  return `kubernetes-models/${apiVersion}/${kind}`;
}

function hasType(object) {
  return existsSync(join(tests, "node_modules", `${moduleOf(object)}.d.ts`));
}

// An object written as a literal may have no field that its type does not know.
function types() {
  const scratch = mkdtempSync(join(tests, "k8s", ".check-"));
  try {
    const lines = typed.map(({ object }, n) => `const o${n}: import("${moduleOf(object)}").I${object.kind} = ${JSON.stringify(object)};`);
    writeFileSync(join(scratch, "objects.ts"), lines.join("\n"));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--pretty", "false"];
    execFileSync(join(tests, "node_modules/.bin/tsc"), [...options, join(scratch, "objects.ts")], { encoding: "utf8" });
  } catch (refused) {
    for (const line of String(refused.stdout ?? refused).split("\n").filter(Boolean)) {
      const at = /\((\d+),/.exec(line);
      const { overlay, object } = at ? typed[at[1] - 1] : {};
      faults.push(object ? `${overlay}: ${object.kind} ${object.metadata.name}: ${line.replace(/^.*?error /, "")}` : line.trim());
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function promises(overlay, objects) {
  const of = kind => objects.filter(o => o.kind === kind);
  const named = (kind, name) => of(kind).some(o => o.metadata.name === name);
  const say = (object, what) => faults.push(`${overlay}: ${object.kind} ${object.metadata.name}: ${what}`);
  for (const object of objects) {
    if (!object.metadata.namespace && object.kind !== "Namespace") say(object, "is in no namespace");
    if (object.kind === "Secret") say(object, "a secret is referred to, never written here");
  }
  for (const deployment of of("Deployment")) {
    const { template } = deployment.spec;
    const pod = template.spec;
    const name = deployment.metadata.name;
    if (pod.serviceAccountName !== name || !named("ServiceAccount", name)) say(deployment, "has no service account of its own");
    if (pod.automountServiceAccountToken !== false) say(deployment, "mounts a token it does not need");
    if (pod.securityContext?.runAsNonRoot !== true || pod.securityContext?.seccompProfile?.type !== "RuntimeDefault") say(deployment, "may run as root, or with any system call");
    for (const kind of ["Service", "PodDisruptionBudget", "NetworkPolicy"]) if (!named(kind, name)) say(deployment, `has no ${kind}`);
    if (deployment.spec.replicas === undefined && !of("HorizontalPodAutoscaler").some(h => h.spec.scaleTargetRef.name === name)) say(deployment, "says nowhere how many replicas");
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
      const where = `container ${container.name}`;
      const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext ?? {};
      if (allowPrivilegeEscalation !== false || readOnlyRootFilesystem !== true || !capabilities?.drop?.includes("ALL")) say(deployment, `${where} may do more than it needs`);
      if (!container.resources?.requests?.cpu || !container.resources?.requests?.memory || !container.resources?.limits?.memory) say(deployment, `${where} has no bounds`);
      if (!/[:@]/.test(container.image.split("/").at(-1)) || container.image.endsWith(":latest")) say(deployment, `${where} names no version of its image`);
      for (const { name: variable, value, valueFrom } of container.env ?? []) {
        if (/token|password|secret|connection/i.test(variable) && value !== undefined) say(deployment, `${where}: ${variable} is written out`);
        const map = valueFrom?.configMapKeyRef;
        if (map && !of("ConfigMap").some(c => c.metadata.name === map.name && map.key in c.data)) say(deployment, `${where}: ${variable} is in no ConfigMap`);
        if (variable === "ConnectionStrings__Owner" && container.name !== "migrate") say(deployment, `${where} may change the database's tables`);
      }
      for (const { configMapRef } of container.envFrom ?? []) if (configMapRef && !named("ConfigMap", configMapRef.name)) say(deployment, `${where}: no ConfigMap ${configMapRef.name}`);
    }
    for (const container of pod.containers) {
      if (!container.readinessProbe || !container.livenessProbe) say(deployment, `container ${container.name} is never asked how it is`);
      if (container.livenessProbe?.grpc) say(deployment, `container ${container.name}: a lost database would restart it`);
    }
  }
  if (of("Deployment").length > 0 && !of("NetworkPolicy").some(p => Object.keys(p.spec.podSelector).length === 0 && p.spec.policyTypes.length === 2 && !p.spec.ingress)) {
    faults.push(`${overlay}: traffic is not denied by default`);
  }
  // What a header says of the caller is believed where an ingress writes it, and where nobody else gets to.
  const gateway = objects.find(o => ["Deployment", "Application"].includes(o.kind) && o.metadata.name === "gateway");
  const env = gateway?.spec.env ?? gateway?.spec.template.spec.containers[0].env ?? [];
  const believes = env.some(e => e.name === "ASPNETCORE_FORWARDEDHEADERS_ENABLED" && e.value === "true");
  if (gateway && !believes && of("Ingress").length > 0) say(gateway, "does not read what the ingress says of the caller");
  if (believes && of("Ingress").length === 0) say(gateway, "believes what any caller says of itself");
  for (const policy of of("NetworkPolicy").filter(p => p.metadata.name === "gateway")) {
    const rules = policy.spec.ingress;
    if (believes && rules.some(r => !r.from)) say(policy, "lets others in than the ingress");
    if (!rules.some(r => r.ports.some(p => p.port === "grpc") && (r.from ?? [{}]).some(f => !f.namespaceSelector && ["web", undefined].includes(f.podSelector?.matchLabels["app.kubernetes.io/name"]))))
      say(policy, "keeps the pages out");
  }
  for (const workload of [...of("Deployment"), ...of("Application"), ...of("Naisjob")]) {
    const pod = workload.spec.template?.spec;
    for (const container of pod ? [...(pod.initContainers ?? []), ...pod.containers] : [workload.spec]) {
      const maps = (container.envFrom ?? []).map(e => e.configMapRef?.name ?? e.configmap).map(name => of("ConfigMap").find(c => c.metadata.name === name)?.data);
      const set = Object.assign({}, ...maps, ...(container.env ?? []).map(e => ({ [e.name]: e.value })));
      const log = ["FormatterName", "FormatterOptions__UseUtcTimestamp", "FormatterOptions__TimestampFormat"].map(key => set[`Logging__Console__${key}`]);
      if (log.join() !== "json,true,yyyy-MM-ddTHH:mm:ss.fffZ") say(workload, `container ${container.name ?? workload.metadata.name}: its log is not JSON with the time in UTC`);
    }
  }
  for (const subscription of of("Subscription")) {
    if (subscription.spec.routes.default !== `/events/${subscription.spec.topic}`) say(subscription, "goes to another topic's address");
    if (subscription.scopes?.length !== 1) say(subscription, "is for nobody in particular");
    if (!of("Component").some(c => c.metadata.name === subscription.spec.pubsubname && c.scopes?.includes(subscription.scopes[0]))) say(subscription, "names no component that its service may use");
  }
}
