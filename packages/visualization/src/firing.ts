import { alertStates, promql } from "@monitoring/collection";

/** The alerts that fire; the heartbeat does so by design. */
export const firing = promql`${alertStates}{alertstate="firing", alertname!="Watchdog"}`;
