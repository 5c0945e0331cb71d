import type { TimeRange } from "@grafana/data";
import type { Variable } from "../dashboard/dashboard.ts";
import type { Choices, Chosen } from "./chosen.ts";
import { mentioned } from "./interpolate.ts";
import { optionsOf, queryText, type Option } from "./options.ts";

/** Grafana's word for everything in an address. */
export const everything = "$__all";

/** A variable with its values, and what of them is chosen. */
export interface LoadedVariable {
  readonly variable: Variable;
  readonly options: readonly Option[];
  readonly chosen: Chosen;
  /** Why its values are not known. */
  readonly error?: string;
}

/**
 * Asks for the values of all variables, each after those that its query mentions.
 * @param wanted what the address says is chosen, by variable
 * @param builtIn variables that Grafana fills in itself
 */
export async function loadVariables(
  variables: readonly Variable[],
  range: TimeRange,
  wanted: ReadonlyMap<string, readonly string[]>,
  builtIn: Choices,
): Promise<readonly LoadedVariable[]> {
  const loading = new Map<string, Promise<LoadedVariable>>();
  const load = (variable: Variable, above: ReadonlySet<string>): Promise<LoadedVariable> => {
    const known = loading.get(variable.name);
    if (known) return known;
    const path = new Set([...above, variable.name]);
    const promise = (async (): Promise<LoadedVariable> => {
      const names = mentioned(queryText(variable)).filter((name) => !path.has(name));
      const others = variables.filter(({ name }) => names.includes(name));
      const needed = await Promise.all(others.map((other) => load(other, path)));
      const choices = new Map([
        ...builtIn,
        ...needed.map(({ variable: { name }, chosen }) => [name, chosen] as const),
      ]);
      try {
        const options = await optionsOf(variable, range, choices);
        return { variable, options, chosen: choose(variable, options, wanted.get(variable.name)) };
      } catch (error) {
        const values = wanted.get(variable.name);
        return {
          variable,
          options: [],
          chosen: choose(variable, [], values),
          error: (error as Error).message,
        };
      }
    })();
    loading.set(variable.name, promise);
    return promise;
  };
  return Promise.all(variables.map((variable) => load(variable, new Set())));
}

/** What is chosen: as the address says, else as the file says, else everything, else the first. */
function choose(
  variable: Variable,
  options: readonly Option[],
  wanted: readonly string[] | undefined,
): Chosen {
  const several = variable.multi === true || variable.includeAll === true;
  const values = wanted ?? currentValues(variable);
  const all = variable.includeAll === true && (values.length === 0 || values.includes(everything));
  if (all) {
    return {
      values: options.map(({ value }) => value),
      texts: options.map(({ text }) => text),
      several,
      all,
      ...(variable.allValue ? { allValue: variable.allValue } : {}),
    };
  }
  const known = options.filter(({ value }) => values.includes(value));
  // A value of the address that nothing has any more is asked for all the same: the answer is that there is nothing.
  const unknown = (wanted ?? []).filter((value) => !options.some((option) => option.value === value));
  const chosen = [...known, ...unknown.map((value) => ({ value, text: value }))];
  const list = chosen.length > 0 ? chosen : options.slice(0, 1);
  return {
    values: list.map(({ value }) => value),
    texts: list.map(({ text }) => text),
    several,
    all: false,
  };
}

function currentValues({ current }: Variable): readonly string[] {
  const value = current?.value;
  if (Array.isArray(value)) return value.filter((member) => typeof member === "string");
  return typeof value === "string" && value !== "" ? [value] : [];
}
