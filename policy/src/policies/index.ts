import type { Policy } from "../policy.ts";
import { belongsToStack, logsEnd, noWildcardRights, providerIsChosen, topicIsBound } from "./aws.ts";
import {
  hasTimeToEnd,
  imageIsFixed,
  memoryIsBounded,
  noOpenPort,
  noSecretInEnvironment,
  socketIsReadOnly,
} from "./containers.ts";
import { dataIsProtected } from "./data.ts";

/** What every resource of either stack has to be like. */
export const policies: readonly Policy[] = [
  dataIsProtected,
  imageIsFixed,
  noOpenPort,
  memoryIsBounded,
  hasTimeToEnd,
  socketIsReadOnly,
  noSecretInEnvironment,
  noWildcardRights,
  topicIsBound,
  logsEnd,
  belongsToStack,
  providerIsChosen,
];
