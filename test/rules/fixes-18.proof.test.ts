import { proveFixes } from "./prove-fixes.js";

proveFixes(18);
