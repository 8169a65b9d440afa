using Microsoft.Data.Sqlite;

namespace BadgeFunctions.EmbeddedHost.Storage;

/// <summary>A connection and its prepared statements, whose parameters are named $1, $2 and so on.</summary>
internal abstract class Statements(SqliteConnection connection) : IDisposable
{
    private readonly List<SqliteCommand> _all = [];

    public SqliteConnection Connection { get; } = connection;

    public void Dispose()
    {
        _all.ForEach(command => command.Dispose());
        Connection.Dispose();
    }

    protected SqliteCommand Prepare(string sql, int parameters)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        _all.Add(command);
        return command;
    }
}

/// <summary>Runs prepared statements.</summary>
internal static class StatementExtensions
{
    /// <summary>Runs a statement; the result is how many rows changed.</summary>
    public static int Execute(this SqliteCommand statement, params ReadOnlySpan<object?> values) => statement.Bind(values).ExecuteNonQuery();

    public static SqliteDataReader Query(this SqliteCommand statement, params ReadOnlySpan<object?> values) => statement.Bind(values).ExecuteReader();

    private static SqliteCommand Bind(this SqliteCommand statement, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return statement;
    }
}
