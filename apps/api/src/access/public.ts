import { SetMetadata } from '@nestjs/common';

export const publicKey = 'shoji:public';

/** Marks a controller, handler or resolver that needs no principal; everything else does. */
export const Public = () => SetMetadata(publicKey, true);
