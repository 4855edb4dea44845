const shown = { id: true, userName: true };
export default shown;
