import { mcpObjectiveRecordings } from "@monitoring/collection";
import { burnSpeeds } from "../burn-rate.ts";
import { errorBudgetRemaining, sloAlert, sloRecordings } from "../compile-slo.ts";
import { budgetScenario, objectiveScenarios, ratioScenarios } from "../recording-scenarios/slo.ts";
import type { RuleGroup } from "../rule-group.ts";
import { mcpServerSlos } from "../slos/mcp-server.ts";

const [fast, slow] = burnSpeeds;

/** Share of each objective's budget that is left, by service and `slo`. */
export const budgetRemaining = errorBudgetRemaining(mcpServerSlos);

const fastRatios = mcpServerSlos.flatMap((slo) => sloRecordings(slo, fast));
const slowRatios = mcpServerSlos.flatMap((slo) => sloRecordings(slo, slow));
const recordedFast = new Set(fastRatios.map(({ name }) => name));

/** Budgets that are spent so fast that somebody must act now. */
export const sloFastRules: RuleGroup = {
  name: "slo-fast",
  interval: fast.interval,
  testStep: fast.testStep,
  recordings: [...mcpObjectiveRecordings, ...fastRatios],
  scenarios: [...objectiveScenarios, ...ratioScenarios(mcpServerSlos, fast)],
  alerts: mcpServerSlos.map((slo) => sloAlert(slo, fast)),
};

/** Budgets that will not last, and what is left of them. */
export const sloSlowRules: RuleGroup = {
  name: "slo-slow",
  interval: slow.interval,
  testStep: slow.testStep,
  recordings: [
    // Six hours are a long window there and a short one here.
    ...slowRatios.filter(({ name }) => !recordedFast.has(name)),
    budgetRemaining,
  ],
  scenarios: [
    ...ratioScenarios(mcpServerSlos, slow).filter(({ recording }) => !recordedFast.has(recording.name)),
    budgetScenario(budgetRemaining, mcpServerSlos),
  ],
  alerts: mcpServerSlos.map((slo) => sloAlert(slo, slow)),
};
