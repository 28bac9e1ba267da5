-- The usual answers were recorded with every attestation, whether they were given or not, and
-- nothing tells which were: they are left as they are, and the user is told once how many
-- attestations have some.
INSERT INTO memory (key, value, updated_at)
SELECT 'offered_answers', count(DISTINCT a.row), max(a.filled_at)
FROM attestation a
JOIN event e ON e.row = a.row AND e.deleted_at IS NULL
JOIN question q ON q.usual <> '' AND a.answers ->> ('$."' || q.id || '"') = q.usual
HAVING count(*) > 0;
