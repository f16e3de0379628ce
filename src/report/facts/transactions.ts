import type { Assessment } from "../../model/assessment.js";
import type { Phase, Step } from "../../model/rehearsal.js";
import type { ReadScript } from "../../model/statement.js";

/**
 * Names the transaction that a step ran in, so that only locks of one transaction are told as one wait. Steps of an
 * unknown script count as one transaction each.
 */
export function transactionsOf({ migrations }: Pick<Assessment, "migrations">, phase: Phase): (step: Step) => string {
  const keys = new Map<string, string>();
  for (const { up, down } of migrations) {
    const script = phase === "down" ? down : up;
    if (script !== null) for (const [statement, key] of ofScript(script)) keys.set(`${script.migration} ${statement}`, key);
  }
  return ({ migration, statement }) => keys.get(`${migration} ${statement}`) ?? `${migration} ${statement} alone`;
}

/** A COMMIT of the file's own ends what the tool began; outside of any, `statement` commits after each. */
function ofScript({ migration, transaction, statements }: ReadScript): [number, string][] {
  let inside = transaction !== "statement";
  let block = 0;
  return statements.map(({ index, operations }): [number, string] => {
    const actions = operations.flatMap(({ operation }) => (operation.kind === "transaction" ? [operation.action] : []));
    if (actions.includes("begin") && !inside) {
      inside = true;
      block += 1;
    }
    const name = transaction === "all" && block === 0 ? "all" : `${migration} block ${block}`;
    const key = inside ? name : `${migration} ${index} alone`;
    if (actions.includes("commit") || actions.includes("rollback")) {
      inside = transaction === "implicit";
      block += 1;
    }
    return [index, key];
  });
}
