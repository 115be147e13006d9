/** PostgreSQL and the kernel say it in the same words. */
export const diskFull = /no space left on device/i;
