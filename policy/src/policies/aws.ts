import {
  containersOf,
  dockerContainer,
  records,
  taskContainers,
  taskDefinition,
  text,
} from "../containers.ts";
import type { PlannedResource } from "../planned-resource.ts";
import { each, type Policy } from "../policy.ts";

interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: readonly string[];
}

/** The statements of a policy document; none where it is not known yet. */
function statements(document: unknown): readonly Statement[] {
  if (typeof document !== "string") return [];
  const { Statement: found } = JSON.parse(document) as { readonly Statement?: unknown };
  return records(Array.isArray(found) ? found : [found]).map((statement) => ({
    effect: text(statement["Effect"]),
    actions: texts(statement["Action"]),
    resources: texts(statement["Resource"]),
    principals: leaves(statement["Principal"]),
    // Condition operators by the key that they look at, in lower case: AWS does not mind the case of keys.
    conditions: Object.values((statement["Condition"] ?? {}) as Record<string, object>).flatMap((operator) =>
      Object.keys(operator).map((key) => key.toLowerCase()),
    ),
  }));
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(text).filter((one) => one !== "");
}

function leaves(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.values(value).flatMap(texts)
    : texts(value);
}

const rights = new Map([
  ["aws:iam/rolePolicy:RolePolicy", "policy"],
  ["aws:iam/policy:Policy", "policy"],
  ["aws:iam/userPolicy:UserPolicy", "policy"],
  ["aws:iam/groupPolicy:GroupPolicy", "policy"],
]);

// Actions that AWS can bind to no resource (service authorization reference): for them, * is all there is.
const withoutResource = [
  "ecs:ListClusters",
  "ecs:DescribeTaskDefinition",
  "ecs:ListServices",
  "ecr:GetAuthorizationToken",
  "cloudwatch:GetMetricData",
];

/** Nobody may do everything, or something to everything. */
export const noWildcardRights: Policy = {
  name: "no-wildcard-rights",
  what: "a role may do named things to named resources: a right with * is one to whatever comes later, too",
  check: each(({ type, props }) => {
    const key = rights.get(type);
    return (key === undefined ? [] : statements(props[key]))
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ actions, resources, conditions }) => [
        ...actions
          .filter((action) => action.includes("*"))
          .map((action) => `allows ${action}; name the actions`),
        ...(resources.includes("*") && conditions.length === 0
          ? actions
              .filter((action) => !action.includes("*") && !withoutResource.includes(action))
              .map((action) => `allows ${action} on *; name the resources`)
          : []),
      ]);
  }),
};

const topicPolicy = "aws:sns/topicPolicy:TopicPolicy";

/** Only this stack's own workspace, or alarms of this account, speak through a topic. */
export const topicIsBound: Policy = {
  name: "topic-is-bound",
  what: "an SNS topic has a policy that names a service, and the resource and account that it must act for: else anyone's workspace publishes to it",
  check: (resources) => {
    const policies = resources.filter(({ type }) => type === topicPolicy);
    const topics = resources.filter(({ type }) => type === "aws:sns/topic:Topic");
    return [
      // By number, because which topic a policy is of is not known before an update.
      ...(policies.length < topics.length
        ? topics
            .filter((topic) => !policies.some((one) => one.name === topic.name || isOf(one, topic)))
            .map((resource) => ({
              resource,
              message: "has no policy; add a TopicPolicy that is bound to its publisher",
            }))
        : []),
      ...policies.flatMap((resource) =>
        statements(resource.props["policy"])
          .filter(({ effect }) => effect === "Allow")
          .flatMap((statement) => unbound(statement).map((message) => ({ resource, message }))),
      ),
    ];
  },
};

function isOf(policy: PlannedResource, topic: PlannedResource): boolean {
  return policy.props["arn"] !== undefined && policy.props["arn"] === topic.props["arn"];
}

function unbound({ principals, conditions }: Statement): readonly string[] {
  if (principals.includes("*")) return ["lets everyone publish; name the service"];
  const missing = ["aws:sourcearn", "aws:sourceaccount"].filter((key) => !conditions.includes(key));
  return missing.length === 0
    ? []
    : [`lets ${principals.join(", ")} publish for anyone; add conditions on ${missing.join(" and ")}`];
}

/** Logs end. */
export const logsEnd: Policy = {
  name: "logs-end",
  what: "logs are kept, and not for ever: each log group has a retention, each container a place and a size for its log",
  check: each((resource) => {
    const { type, props } = resource;
    if (type === "aws:cloudwatch/logGroup:LogGroup") {
      return Number(props["retentionInDays"]) > 0
        ? []
        : ["set retentionInDays; without it logs are kept, and paid, for ever"];
    }
    if (type === taskDefinition) {
      return taskContainers(resource)
        .filter(({ logConfiguration }) => logConfiguration === undefined)
        .map(({ name }) => `${text(name)} has no logConfiguration: what it says is lost`);
    }
    if (type !== dockerContainer || containersOf(resource).every(({ keepsRunning }) => !keepsRunning))
      return [];
    const options = (props["logOpts"] ?? {}) as Record<string, unknown>;
    return ["max-size", "max-file"]
      .filter((key) => options[key] === undefined)
      .map((key) => `set logOpts.${key}`);
  }),
};

/** Whose a resource is can be seen on it. */
export const belongsToStack: Policy = {
  name: "belongs-to-stack",
  what: "each resource says whose it is: a label of the stack on Docker, default tags of the provider on AWS",
  check: each(({ type, props }) => {
    if (/^docker:index\/(?:container|volume|network):/.test(type)) {
      const labels = records(props["labels"]).map(({ label }) => label);
      return labels.includes("monitoring.stack") ? [] : ["has no label monitoring.stack"];
    }
    if (type !== "pulumi:providers:aws") return [];
    const given: unknown = props["defaultTags"];
    const parsed: unknown = typeof given === "string" ? JSON.parse(given) : given;
    const tags = Object.keys((parsed as { readonly tags?: object } | undefined)?.tags ?? {});
    return ["managed-by", "project"]
      .filter((tag) => !tags.includes(tag))
      .map((tag) => `set the default tag ${tag}`);
  }),
};

/** No AWS resource is placed by a provider that nobody configured. */
export const providerIsChosen: Policy = {
  name: "provider-is-chosen",
  what: "AWS resources are placed by a provider of the program, in a region that it names: a shell's variables would choose another",
  check: (resources) =>
    resources.some(({ type }) => type.startsWith("aws:"))
      ? resources
          .filter(({ type, props }) => type === "pulumi:providers:aws" && text(props["region"]) === "")
          .map((resource) => ({ resource, message: "set region" }))
      : [],
};
