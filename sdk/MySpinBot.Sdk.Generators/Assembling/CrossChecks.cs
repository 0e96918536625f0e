using System.Globalization;

namespace MySpinBot.Sdk.Generators;

/// <summary>Finds the mistakes that show only when all declarations are seen together.</summary>
internal static class CrossChecks
{
    public static EquatableArray<Problem> OfNodes(IReadOnlyList<NodeHeader> nodes, IReadOnlyList<MigrationDeclaration> migrations)
        => Twice(nodes).Concat(nodes.SelectMany(node => Missing(node, migrations))).Concat(Faulty(nodes, migrations)).ToEquatable();

    public static EquatableArray<Problem> OfSockets(IEnumerable<Read<SocketDeclaration>> sockets, IReadOnlyList<CodecDeclaration> codecs, IEnumerable<NodeDeclaration> nodes)
    {
        // Those of other assemblies stand first: what can be mended is in this one.
        var declared = Assembler.BorrowedBy(nodes).Select(socket => new Read<SocketDeclaration>(socket, null, default)).Concat(sockets.Where(read => read.Declared is not null)).ToArray();
        return declared.GroupBy(read => read.Declared!.Name).SelectMany(NameTaken).Concat(declared.SelectMany(read => CodecTwice(read, codecs))).ToEquatable();
    }

    private static IEnumerable<Problem> NameTaken(IEnumerable<Read<SocketDeclaration>> sameName)
        => sameName.Skip(1).Select(read => Problem.Of(
            Rules.SocketMalformed, read.Place, Short(read.Declared!.Type), read.Declared.Name, $"{Short(sameName.First().Declared!.Type)} has that name already"));

    private static IEnumerable<Problem> CodecTwice(Read<SocketDeclaration> read, IReadOnlyList<CodecDeclaration> codecs)
    {
        var socket = read.Declared!;
        var found = codecs.Where(codec => codec.ValueType == socket.Type).Select(codec => Short(codec.Type)).Distinct().ToArray();
        if (found.Length > 1)
        {
            yield return Problem.Of(Rules.CodecTwice, read.Place, socket.Name, string.Join(", ", found), Short(socket.Type));
        }
    }

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

    private static string Short(string type) => type.Substring(type.LastIndexOfAny(['.', ':']) + 1);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
