// Where this district's service is, for each version of the mini-program: the one file that a district fills in.
// An address begins with https://, has no slash at its end, and is allowed in WeChat's console for requests,
// uploads and downloads. WeChat's own names: develop in its tools, trial for testers (体验版), release for everybody.
module.exports = { develop: '', trial: '', release: '' }
