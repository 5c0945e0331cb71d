import { css } from "@emotion/css";

/** What only screen readers are given. */
export const onlyHeard = css({
  position: "absolute",
  width: 1,
  height: 1,
  overflow: "hidden",
  clipPath: "inset(50%)",
  whiteSpace: "nowrap",
});
