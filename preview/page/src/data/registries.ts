import {
  FieldType,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  type Field,
  type FieldConfigPropertyItem,
  type TransformerRegistryItem,
} from "@grafana/data";

const anything = (): boolean => true;
const numbers = ({ type }: Field): boolean => type === FieldType.number;
const notTimes = ({ type }: Field): boolean => type !== FieldType.time;

/** A setting of a field: where it stands, and which fields it is for. Grafana's own entries also carry editors. */
function setting(
  path: string,
  shouldApply: (field: Field) => boolean,
  more: object = {},
): FieldConfigPropertyItem {
  const entry: Partial<FieldConfigPropertyItem> = {
    id: path,
    path,
    name: path,
    shouldApply,
    process: (value: unknown) => value,
    ...more,
  };
  return entry as FieldConfigPropertyItem;
}

const number = {
  process: (value: unknown) => (value === null || value === undefined ? value : Number(value)),
};

const standard: readonly FieldConfigPropertyItem[] = [
  setting("displayName", anything, {
    process: (value: unknown, context: Parameters<FieldConfigPropertyItem["process"]>[1]) => {
      if (context.field?.state) context.field.state.displayName = null;
      if (typeof value !== "string") return value;
      return context.replaceVariables?.(value, context.field?.state?.scopedVars) ?? value;
    },
  }),
  setting("unit", notTimes),
  setting("min", numbers, number),
  setting("max", numbers, number),
  setting("fieldMinMax", numbers),
  setting("decimals", numbers, number),
  setting("noValue", anything),
  setting("color", anything),
  setting("thresholds", numbers, { process: fromBelow }),
  setting("mappings", anything),
  setting("links", anything),
  setting("filterable", notTimes),
];

/** Fills the registries that Grafana's data package leaves to whoever uses it. */
export function fillRegistries(): void {
  standardFieldConfigEditorRegistry.setInit(() => [...standard]);
  standardTransformersRegistry.setInit(() => {
    // One of them comes under two names.
    const byId = new Map(
      Object.values(standardTransformers).map((transformation) => [transformation.id, transformation]),
    );
    return [...byId.values()].map((transformation) => {
      const { id, name } = transformation;
      return { id, name, transformation } as unknown as TransformerRegistryItem;
    });
  });
}

/** The settings of a kind of panel's own, beside the standard ones; those that are missing get Grafana's default. */
export function customSettings(defaults: Readonly<Record<string, unknown>>): FieldConfigPropertyItem[] {
  return Object.entries(defaults).map(([path, fallback]) => ({
    ...setting(path, notTimes, { process: (value: unknown) => value ?? fallback }),
    id: `custom.${path}`,
    isCustom: true,
  }));
}

/** The standard settings. */
export function standardSettings(): readonly FieldConfigPropertyItem[] {
  return standard;
}

interface Thresholds {
  readonly mode: string;
  readonly steps: readonly { readonly value: number | null; readonly color: string }[];
}

// JSON has no -Infinity, so the first step says null.
function fromBelow(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const thresholds = value as Thresholds;
  return {
    ...thresholds,
    steps: thresholds.steps.map((step) => ({ ...step, value: step.value ?? -Infinity })),
  };
}
