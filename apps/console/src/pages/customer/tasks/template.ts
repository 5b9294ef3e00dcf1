import type { ResponseOf } from '@herald/contract';

export type Template = ResponseOf<'QueryUVMSTemplate'>['Data'][number];
