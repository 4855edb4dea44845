const shown = { id: true, displayName: true };
export default shown;
