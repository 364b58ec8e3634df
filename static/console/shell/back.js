// Whether an address was in front before, so that somebody comes back to it: the browser keeps that with the address.
export const isBack = () => history.state?.seen === true;
export const seen = () => history.replaceState({ ...history.state, seen: true }, "");
