export default { where: { displayName: 'a' } };
