import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preReview, type SubmitterFacts } from '../../src/modules/templates/index.ts';

const known: SubmitterFacts = { rejected: [], accountAgeDays: 400, approvedBefore: 3 };
const plain = {
  content: '您的订单{1}已由{2}发出，请注意查收。',
};
const codes = (content: string, facts = known) =>
  preReview({ ...plain, content }, facts).map(({ code }) => code);

describe('4.2.2 automatic pre-review', () => {
  test('4.2.2 of a plain notice of a known account there is nothing to say', () => {
    expect(preReview(plain, known)).toEqual([]);
  });

  test.each([
    ['请访问 www.example.com 查看。', ['content.link']],
    ['请访问 example.cn 查看。', ['content.link']],
    ['请下载APP查看您的订单。', ['content.link']],
    ['请致电 400-123-4567 联系客服。', ['content.phone']],
    ['请添加微信联系客服。', ['content.contact']],
    ['您有一笔 500 元的账单待处理。', ['content.money']],
    ['您有一笔五百元的账单待处理。', ['content.money']],
    ['您的会议室在 3 层 12 号。', []],
  ])('4.2.2 links, telephone numbers, contacts and money in fixed words: %s', (content, expected) => {
    expect(codes(content)).toEqual(expected);
  });

  test('4.2.7 b what was rejected before is known again, also reworded and with other variables', () => {
    const rejected = [
      { templateId: 'UVVT-old', content: '尊敬的业主，您房屋的评估结果{1}已生成，请回电咨询详情。' },
      { templateId: 'UVVT-other', content: '您的快递已到驿站，请及时领取。' },
    ];
    const facts = { ...known, rejected };
    expect(codes('尊敬的业主，您房屋评估结果{1}已生成，请回电咨询。', facts)).toEqual([
      'account.rejected-before',
    ]);
    const [finding] = preReview(
      { ...plain, content: '尊敬的业主您房屋的评估结果{2}已生成请回电咨询详情' },
      facts,
    );
    expect(finding?.zh).toContain('UVVT-old');
    expect(finding?.zh).toContain('100%');
    expect(codes('您好，您预约的检查明天上午开始，请空腹前来。', facts)).toEqual([]);
  });

  test('rules: a new account that nothing was approved for is a hint, and no more', () => {
    expect(preReview(plain, { ...known, accountAgeDays: 3, approvedBefore: 0 })).toEqual([
      expect.objectContaining({ code: 'account.new', weight: 'hint' }),
    ]);
    expect(preReview(plain, { ...known, accountAgeDays: 3, approvedBefore: 1 })).toEqual([]);
    expect(preReview(plain, { ...known, accountAgeDays: 31, approvedBefore: 0 })).toEqual([]);
  });

  test('rules: whatever is written, it answers, and each finding once', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 5 }), (content, rejected) => {
        const found = preReview(
          { content },
          { ...known, rejected: rejected.map((other, at) => ({ templateId: `T${at}`, content: other })) },
        ).map(({ code }) => code);
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 40 },
    );
  });
});
