const { Users, Posts, load } = require('./users');

exports.get = (name) => Users.get({ displayName: String(name) });
exports.find = (name) => Users.find({ displayName: String(name) });
exports.load = (name) => load({ displayName: String(name) });
exports.ofPosts = (name) => Posts.where({ userName: String(name) });
exports.included = () => Posts.where({}, null, { author: { select: { id: true, displayName: true } } });
