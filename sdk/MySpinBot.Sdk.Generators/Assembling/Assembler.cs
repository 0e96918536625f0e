namespace MySpinBot.Sdk.Generators;

/// <summary>Puts together what single declarations cannot know: nodes with their migrations, sockets with their codecs, each service once.</summary>
internal static class Assembler
{
    /// <summary>The files to write: one a node, the first where a class type is declared twice.</summary>
    public static EquatableArray<NodeFile> Files(IEnumerable<NodeDeclaration> nodes, IReadOnlyList<MigrationDeclaration> migrations)
        => nodes
            .GroupBy(node => node.ClassType, StringComparer.OrdinalIgnoreCase)
            .Select(group => new NodeFile(group.First(), MigrationsOf(group.Key, migrations)))
            .ToEquatable();

    public static PackDeclaration Pack(
        PackIdentity identity,
        IEnumerable<NodeDeclaration> nodes,
        IEnumerable<SocketDeclaration> sockets,
        IReadOnlyList<CodecDeclaration> codecs,
        IEnumerable<ServiceDeclaration> services)
    {
        var all = nodes.ToArray();
        return new PackDeclaration(
            identity,
            all.Select(node => node.ClassType).Distinct(StringComparer.OrdinalIgnoreCase).ToEquatable(),
            WithBorrowed(sockets.Select(socket => socket with { Codec = codecs.FirstOrDefault(codec => codec.ValueType == socket.Type)?.Type }), all).ToEquatable(),
            Once(services.Concat(all.Where(node => node.Instance is not null).Select(node => node.Instance!))).ToEquatable());
    }

    /// <summary>The sockets of other assemblies that nodes use, each once, by name.</summary>
    public static IEnumerable<SocketDeclaration> BorrowedBy(IEnumerable<NodeDeclaration> nodes)
        => nodes.SelectMany(node => node.Inputs.Select(input => input.Carried.Borrowed).Concat(node.Return.Outputs.Select(output => output.Carried.Borrowed)))
            .Where(socket => socket is not null).Select(socket => socket!)
            .GroupBy(socket => socket.Type).Select(group => group.First())
            .OrderBy(socket => socket.Name, StringComparer.Ordinal).ThenBy(socket => socket.Type, StringComparer.Ordinal);

    private static IEnumerable<SocketDeclaration> WithBorrowed(IEnumerable<SocketDeclaration> own, IEnumerable<NodeDeclaration> nodes)
        => own.Concat(BorrowedBy(nodes)).GroupBy(socket => socket.Name, StringComparer.Ordinal).Select(group => group.First());

    // A class may be a capability, a service, and the class of several nodes at once; it is made once, under its capability's name.
    private static IEnumerable<ServiceDeclaration> Once(IEnumerable<ServiceDeclaration> services)
        => services.GroupBy(service => service.Type).Select(group => group.FirstOrDefault(service => service.CapabilityName is not null) ?? group.First());

    private static EquatableArray<Setting> MigrationsOf(string classType, IReadOnlyList<MigrationDeclaration> migrations)
        => migrations
            .Where(migration => migration.ClassType == classType && migration.IsWellTyped)
            .GroupBy(migration => migration.From)
            .OrderBy(group => group.Key)
            .Select(group => new Setting(Literals.Of(group.Key), group.First().Method))
            .ToEquatable();
}
