import { expect, test } from "vitest";
import { columnPromise } from "../../src/promises/column-promise.js";
import { typeName } from "../../src/promises/type-name.js";

test.each([
  ["varchar(20)", "character varying(20)"],
  ["timestamptz", "timestamp with time zone"],
  ["timestamptz(3)", "timestamp(3) with time zone"],
  ["timestamp(3)", "timestamp(3) without time zone"],
  ["timestamp(3) without time zone", "timestamp(3) without time zone"],
  ["INT[]", "integer[]"],
  ["decimal(10, 2)", "numeric(10,2)"],
  ["double precision", "double precision"],
])("%s is what Postgres prints as %s", (written, printed) => {
  expect(typeName(written)).toBe(typeName(printed));
});

test("types that differ stay apart", () => {
  expect(typeName("varchar(20)")).not.toBe(typeName("varchar(30)"));
  expect(typeName("timestamptz")).not.toBe(typeName("timestamp"));
});

test.each([
  ["text", { type: "text", nullable: null, fallback: undefined }],
  ["text null", { type: "text", nullable: true, fallback: undefined }],
  ["bigint NOT NULL default 0", { type: "bigint", nullable: false, fallback: "0" }],
  ["not null", { type: null, nullable: false, fallback: undefined }],
])("a column that is to be %s", (written, promise) => {
  expect(columnPromise(written)).toEqual(promise);
});
