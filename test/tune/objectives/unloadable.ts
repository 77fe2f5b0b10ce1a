throw new Error("the data are not there");
export default () => 1;
