-- Who of the operator's staff brought money in or gave it away; packages that are bought again by themselves.

-- NULL: the provider's own word. An operator_id where one of the staff said that the money is there.
ALTER TABLE payments ADD COLUMN confirmed_by text;
CREATE INDEX payments_newest ON payments (created_at DESC, payment_id);

-- operator_id; NULL for coupons of before that no campaign tells of.
ALTER TABLE coupons ADD COLUMN granted_by text;
ALTER TABLE coupons ADD COLUMN reason text NOT NULL DEFAULT '';
UPDATE coupons c SET granted_by = k.created_by, reason = k.reason
FROM coupon_campaigns k WHERE k.campaign_id = c.coupon_id AND c.compensates IS NULL;
CREATE INDEX coupons_newest ON coupons (granted_at DESC, account_id, coupon_id);

ALTER TABLE packages
  ADD COLUMN auto_renew       boolean NOT NULL DEFAULT false,
  ADD COLUMN renewed_by       text,                        -- the order that bought its successor
  ADD COLUMN renewal_tried_at timestamptz,
  ADD COLUMN renewal_told_at  timestamptz;                 -- when it was told that it cannot be
CREATE INDEX packages_renewing ON packages (expires_at) WHERE auto_renew AND renewed_by IS NULL;
