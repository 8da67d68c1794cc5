// The languages that editors can choose in their profile; English is always there.
export default { config: { locales: ['de'] } };
