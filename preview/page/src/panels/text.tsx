import { renderTextPanelMarkdown, textUtil } from "@grafana/data";
import { css } from "@emotion/css";
import { replacer } from "../data/panel-data.ts";
import { optionsOf, type PanelProps } from "./panel-props.ts";

/** Words: Markdown, sanitised HTML, or code. */
export function TextPanel({ panel, height, choices }: PanelProps): React.JSX.Element {
  const { mode, content } = optionsOf(panel, { mode: "markdown", content: "" });
  const text = replacer(choices)(content);
  const box = css({ height, overflow: "auto" });
  if (mode === "code") return <pre className={box}>{text}</pre>;
  const html = mode === "html" ? textUtil.sanitizeTextPanelContent(text) : renderTextPanelMarkdown(text);
  return <div className={`markdown-html ${box}`} dangerouslySetInnerHTML={{ __html: html }} />;
}
