import type { RetCodeRow } from '../ret-codes.ts';

/** 18401–18499: when and how often; 18216–18219: how often for one callee over all customers, and under a restriction. */
export const LIMITS_CODES = {
  OUT_OF_WINDOW: {
    code: 18401,
    source: 'rules',
    retry: true,
    zh: '当前不在模板允许的呼叫时段（{window}，被叫当地时间）。请在时段内发送，或设置 HoldForWindow=true 以保留到时段开始。',
    en: 'It is outside the hours of this template ({window}, at the callee). Send within them, or set HoldForWindow=true to have it held until they begin.',
  },
  FREQUENCY_EXCEEDED: {
    code: 18402,
    source: 'rules',
    retry: true,
    zh: '对该被叫的呼叫过于频繁：{limit}。请在 {waitSeconds} 秒后重试。',
    en: 'This callee is called too often: {limit}. Try again in {waitSeconds} s.',
  },
  ATTENTION_SPENT: {
    code: 18216,
    source: 'rules',
    retry: true,
    zh: '该被叫今天接到的同类来电已达平台上限 {limit} 次（所有客户合计）。请在 {waitSeconds} 秒后（被叫当地次日）重试。',
    en: 'This callee has had {limit} such calls today over all customers, which is the most the platform makes. Try again in {waitSeconds} s, when it is the next day at the callee.',
  },
  SEND_CAPPED: {
    code: 18217,
    source: '4.2.5',
    retry: true,
    zh: '依协议第 {clause} 条，该账号的发送量被限制为{perZh} {limit} 条。请在 {waitSeconds} 秒后重试；用 QueryUVMSSanctions 查看原因，并整改或申诉。',
    en: 'Under clause {clause} the account is restricted to {limit} sends a {perEn}. Try again in {waitSeconds} s; QueryUVMSSanctions shows why: settle it or appeal.',
  },
  QUEUE_FULL: {
    code: 18403,
    source: 'rules',
    retry: true,
    zh: '等待呼叫的消息已达本服务的上限 {limit} 条。请稍后重试。',
    en: '{limit} messages wait to be called, the most this service takes. Try again later.',
  },
} as const satisfies Record<string, RetCodeRow>;
