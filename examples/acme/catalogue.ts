import { catalogue as upstream, withRows } from "@monitoring/stacks";
import { refundRules } from "./alerts.ts";
import { refundsDashboard } from "./dashboards.ts";

/** Everything that this project brings, and Acme's own. */
export const catalogue = withRows(upstream, { rules: [refundRules], dashboards: [refundsDashboard] });
