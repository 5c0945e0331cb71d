import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Combobox, MultiCombobox, useStyles2, type ComboboxOption } from "@grafana/ui";
import { onlyHeard } from "../only-heard.ts";
import { everything, type LoadedVariable } from "../variables/load-variables.ts";

/** What a reader narrows the dashboard to. */
export function VariableBar({
  variables,
  onChoose,
}: {
  readonly variables: readonly LoadedVariable[];
  readonly onChoose: (name: string, values: readonly string[]) => void;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const shown = variables.filter(({ variable: { hide, type } }) => hide !== 2 && type !== "constant");
  return (
    <>
      {shown.map((loaded) => {
        const { variable, error } = loaded;
        const id = `variable-${variable.name}`;
        return (
          <div key={variable.name} className={styles.variable}>
            <label htmlFor={id} className={variable.hide === 1 ? onlyHeard : styles.label} title={error}>
              {labelOf(loaded)}
            </label>
            <Choice
              id={id}
              loaded={loaded}
              onChoose={(values) => {
                onChoose(variable.name, values);
              }}
            />
          </div>
        );
      })}
    </>
  );
}

function labelOf({ variable: { label, name } }: LoadedVariable): string {
  return label === undefined || label === "" ? name : label;
}

function Choice({
  id,
  loaded,
  onChoose,
}: {
  readonly id: string;
  readonly loaded: LoadedVariable;
  readonly onChoose: (values: readonly string[]) => void;
}): React.JSX.Element {
  const { variable, options, chosen } = loaded;
  const all = variable.includeAll === true ? [{ label: "All", value: everything }] : [];
  const list: ComboboxOption[] = [...all, ...options.map(({ text, value }) => ({ label: text, value }))];
  const value: ComboboxOption[] = chosen.all
    ? all
    : chosen.values.map((one, i) => ({ label: chosen.texts[i] ?? one, value: one }));
  const size = { width: "auto", minWidth: 12, maxWidth: 60 } as const;
  if (variable.multi === true) {
    return (
      <MultiCombobox
        id={id}
        options={list}
        value={value}
        {...size}
        onChange={(picked) => {
          onChoose(
            pick(
              picked.map((one) => one.value),
              chosen.all,
            ),
          );
        }}
      />
    );
  }
  return (
    <Combobox
      id={id}
      options={list}
      value={value[0] ?? null}
      {...size}
      onChange={(picked) => {
        onChoose([picked.value]);
      }}
    />
  );
}

/** Whoever picks a value leaves All, and the other way round; nothing is All again. */
function pick(values: readonly string[], wasAll: boolean): readonly string[] {
  const named = values.filter((value) => value !== everything);
  if (wasAll && named.length > 0) return named;
  return values.includes(everything) || values.length === 0 ? [everything] : values;
}

const getStyles = (theme: GrafanaTheme2) => ({
  variable: css({ display: "flex", alignItems: "stretch" }),
  label: css({
    display: "flex",
    alignItems: "center",
    margin: 0,
    padding: theme.spacing(0, 1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRight: "none",
    borderRadius: `${theme.shape.radius.default} 0 0 ${theme.shape.radius.default}`,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
