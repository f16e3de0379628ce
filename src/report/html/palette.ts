/** Colors by what they are for. A test holds each text on its ground to a contrast of 4.5 and each mark to 3. */
export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly sunken: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly link: string;
  readonly good: string;
  readonly goodGround: string;
  readonly warn: string;
  readonly warnGround: string;
  readonly bad: string;
  readonly badGround: string;
  readonly open: string;
  readonly openGround: string;
  readonly marked: string;
  readonly barReads: string;
  readonly barWrites: string;
  readonly barOther: string;
}

export const light: Palette = {
  ground: "#f6f7f8",
  surface: "#ffffff",
  sunken: "#f0f2f4",
  text: "#1b2127",
  quiet: "#525d68",
  line: "#d5dae0",
  link: "#0b57b3",
  good: "#12602d",
  goodGround: "#e7f5eb",
  warn: "#7a4a00",
  warnGround: "#fff2d9",
  bad: "#a1161b",
  badGround: "#fdebea",
  open: "#57398a",
  openGround: "#f2edfb",
  marked: "#ffe9a8",
  barReads: "#c0362c",
  barWrites: "#b06a00",
  barOther: "#2f6fb0",
};

export const dark: Palette = {
  ground: "#101418",
  surface: "#181d23",
  sunken: "#12161b",
  text: "#e4e9ee",
  quiet: "#a2adb8",
  line: "#323b45",
  link: "#84bbff",
  good: "#86d49c",
  goodGround: "#14301e",
  warn: "#f1c164",
  warnGround: "#33270e",
  bad: "#ff9e95",
  badGround: "#3b1b1b",
  open: "#cab2f6",
  openGround: "#2a203e",
  marked: "#5a4708",
  barReads: "#f0675c",
  barWrites: "#d99a2b",
  barOther: "#5f9fe0",
};
