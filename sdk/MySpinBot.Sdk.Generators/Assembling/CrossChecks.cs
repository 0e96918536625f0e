using System.Globalization;

namespace MySpinBot.Sdk.Generators;

/// <summary>Finds the mistakes that show only when all declarations are seen together.</summary>
internal static class CrossChecks
{
    public static EquatableArray<Problem> OfNodes(IReadOnlyList<NodeHeader> nodes, IReadOnlyList<MigrationDeclaration> migrations)
        => Twice(nodes).Concat(nodes.SelectMany(node => Missing(node, migrations))).Concat(Faulty(nodes, migrations)).ToEquatable();

    public static EquatableArray<Problem> OfSockets(IReadOnlyList<SocketDeclaration> sockets, IReadOnlyList<CodecDeclaration> codecs)
        => sockets
            .Select(socket => (Socket: socket, Codecs: codecs.Where(codec => codec.ValueType == socket.Type).Select(codec => Short(codec.Type)).Distinct().ToArray()))
            .Where(found => found.Codecs.Length > 1)
            .Select(found => Problem.Of(Rules.CodecTwice, null, found.Socket.Name, string.Join(", ", found.Codecs), Short(found.Socket.Type)))
            .Concat(sockets.GroupBy(socket => socket.Name).Where(group => group.Skip(1).Any())
                .Select(group => Problem.Of(Rules.SocketMalformed, null, Short(group.Last().Type), group.Key, $"{Short(group.First().Type)} has that name already")))
            .ToEquatable();

    private static IEnumerable<Problem> Twice(IEnumerable<NodeHeader> nodes)
        => nodes.GroupBy(node => node.ClassType, StringComparer.OrdinalIgnoreCase)
            .SelectMany(group => group.Skip(1))
            .Select(node => Problem.Of(Rules.ClassTypeTwice, node.Place, node.ClassType));

    private static IEnumerable<Problem> Missing(NodeHeader node, IReadOnlyList<MigrationDeclaration> migrations)
        => Enumerable.Range(1, Math.Max(0, node.Version - 1))
            .Where(version => !migrations.Any(migration => migration.ClassType == node.ClassType && migration.From == version))
            .Take(1)
            .Select(version => Problem.Of(Rules.MigrationMissing, node.Place, node.ClassType, Text(node.Version), Text(version)));

    private static IEnumerable<Problem> Faulty(IReadOnlyList<NodeHeader> nodes, IReadOnlyList<MigrationDeclaration> migrations)
    {
        var seen = new HashSet<(string ClassType, int From)>();
        foreach (var migration in migrations)
        {
            var node = nodes.FirstOrDefault(known => known.ClassType == migration.ClassType);
            var why = !seen.Add((migration.ClassType, migration.From)) ? "another one does the same"
                : node is null ? "this assembly has no such node"
                : migration.From < 1 || migration.From >= node.Version ? $"the node is at version {Text(node.Version)}"
                : null;
            if (why is not null)
            {
                yield return Problem.Of(Rules.MigrationUnneeded, migration.Place, migration.ClassType, Text(migration.From), why);
            }

            if (!migration.IsWellTyped)
            {
                yield return Problem.Of(Rules.MigrationMalformed, migration.Place, Short(migration.Method));
            }
        }
    }

    private static string Short(string type) => type.Substring(type.LastIndexOf('.') + 1);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
