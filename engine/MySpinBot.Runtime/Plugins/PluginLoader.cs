using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Loads one plugin, step by step: read its metadata, copy it, check it against the host, and only then run its code.</summary>
internal sealed class PluginLoader(PluginHost host, SharedAssemblies shared, ShadowFolders copies)
{
    /// <summary>Loads a plugin. Whatever is wrong with it becomes its status.</summary>
    public async Task<PluginSlot> LoadAsync(PluginEntry entry, CancellationToken cancellation)
    {
        var status = new PluginStatus { Name = entry.Name, AssemblyPath = entry.AssemblyPath, State = PluginState.Refused, Problems = entry.Problems };
        if (!entry.Problems.IsEmpty)
        {
            return new PluginSlot(entry, status, null);
        }

        if (!entry.Enabled)
        {
            return new PluginSlot(entry, status with { State = PluginState.Disabled }, null);
        }

        // A thread of its own: a plugin that hangs while it is loaded costs that thread and nothing else.
        var loading = Task.Factory.StartNew(() => Load(entry, status), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var plugin = await loading.WaitAsync(host.LoadLimit, host.Time, cancellation);
            return new PluginSlot(entry, plugin.Status, plugin);
        }
        catch (TimeoutException)
        {
            _ = loading.ContinueWith(late => late.Result.RetireAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            return new PluginSlot(entry, status with { Problems = [$"Plugin {entry.Name} was still not loaded after {host.LoadLimit.TotalSeconds:0.#} s; a constructor or static initialiser of it hangs."] }, null);
        }
        catch (PluginRefusal refusal)
        {
            return new PluginSlot(entry, status with { Problems = [refusal.Message] }, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return new PluginSlot(entry, status with { Problems = [$"Plugin {entry.Name} cannot be read: {Faults.Sentence(fault)}"] }, null);
        }
    }

    private LoadedPlugin Load(PluginEntry entry, PluginStatus status)
    {
        var copy = ShadowCopy.Make(entry.AssemblyPath, copies);
        CheckPin(entry, copy);
        var facts = AssemblyFacts.Read(copy.AssemblyPath);
        CheckVersions(entry, facts);

        var context = ContextOf(entry, copy);
        try
        {
            CheckDependencies(entry, facts, context);
            using var scope = CallScope.Enter(host.Log(entry.Name));
            var pack = PackReader.Read(entry.Name, context.LoadFromAssemblyPath(copy.AssemblyPath));
            var services = new PluginServices(entry.Name, entry.Settings, host, pack.Services);
            var ids = ImplementationIds.Of(copy, context, shared);
            status = status with { Natives = ids.Natives, State = PluginState.Loaded, Version = facts.Version, Content = copy.Content, UsesImaging = facts.References.Any(reference => reference.Name == typeof(Imaging.ImageLibrary).Assembly.GetName().Name), Nodes = [.. pack.Nodes.Select(node => node.Descriptor.ClassType)] };
            return new LoadedPlugin(entry, status, context, pack, ids, services, host);
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    private PluginLoadContext ContextOf(PluginEntry entry, ShadowCopy copy)
    {
        try
        {
            return new PluginLoadContext(entry.Name, [copy.AssemblyPath], shared);
        }
        catch (InvalidOperationException fault)
        {
            throw new PluginRefusal($"The .deps.json beside plugin {entry.Name} cannot be read: {fault.Message}");
        }
    }

    // The copy is what is checked, because the copy is what is loaded.
    private static void CheckPin(PluginEntry entry, ShadowCopy copy)
    {
        if (entry.Pin is { } pin && ContentId.Of(File.ReadAllBytes(copy.AssemblyPath)) is var actual && actual != pin)
        {
            throw new PluginRefusal($"'{entry.AssemblyPath}' has the SHA-256 {actual}, but the plugin list pins {pin}: "
                + "put the pinned file back, or change the pin if you trust the new one.");
        }
    }

    private static void CheckVersions(PluginEntry entry, AssemblyFacts facts)
    {
        foreach (var reference in facts.References.Where(reference => SharedAssemblies.IsSdk(reference.Name!)))
        {
            var (built, hosts) = (reference.Version!, SharedAssemblies.SdkAssembly(reference.Name!).GetName().Version!);
            if (IsNewer(built, hosts))
            {
                throw new PluginRefusal($"Plugin {entry.Name} was built against {reference.Name} {built.ToString(2)}, which is newer than this host's {hosts.ToString(2)}: "
                    + "update MySpinBot, or take an older version of the plugin.");
            }
        }
    }

    private void CheckDependencies(PluginEntry entry, AssemblyFacts facts, PluginLoadContext context)
    {
        var missing = facts.References.Where(reference => !shared.IsShared(reference.Name!) && context.PathOf(reference) is null).ToList();
        if (missing.Count > 0)
        {
            throw new PluginRefusal($"Plugin {entry.Name} needs {string.Join(", ", missing.Select(each => $"{each.Name} {each.Version}"))}, which neither lies beside it nor comes with the Sdk: "
                + "publish the plugin with its dependencies.");
        }
    }

    private static bool IsNewer(Version built, Version host) => (built.Major, built.Minor).CompareTo((host.Major, host.Minor)) > 0;
}
